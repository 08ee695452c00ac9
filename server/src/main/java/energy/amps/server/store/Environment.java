package energy.amps.server.store;

import java.util.Locale;

/** Which of a customer's two worlds a key opens; nothing passes between them (contract section 1). */
public enum Environment {
    /** Simulated devices. */
    SANDBOX,
    /** Real ones. */
    LIVE;

    /** The word as it stands in JSON and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment of that name. */
    public static Environment of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
