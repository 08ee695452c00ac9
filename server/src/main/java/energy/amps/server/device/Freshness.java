package energy.amps.server.device;

import java.time.Duration;

/** How old a reading may be to be served from the cache (contract section 3). */
public enum Freshness {
    /** What an ordinary read takes. */
    NORMAL("normal", Duration.ofMinutes(15)),
    /** What a read with {@code expedite} takes. */
    EXPEDITE("expedite", Duration.ofMinutes(1));

    private final String wire;
    private final Duration oldest;

    Freshness(String wire, Duration oldest) {
        this.wire = wire;
        this.oldest = oldest;
    }

    /** Of a read that is in a hurry, or not. */
    public static Freshness of(boolean expedite) {
        return expedite ? EXPEDITE : NORMAL;
    }

    /** The word as it stands in {@code metadata.cacheType}. */
    public String wire() {
        return wire;
    }

    /** The age beyond which a reading is not taken. */
    public Duration oldest() {
        return oldest;
    }
}
