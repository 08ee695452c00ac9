package energy.amps.server.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a schedule stands, as the API shows it (contract section 8). */
public enum ScheduleState {
    /** Set, its first date not yet come. */
    PENDING,
    /** Its slots fire. */
    ACTIVE,
    /** Nothing of it is left to fire. */
    COMPLETED,
    /** Withdrawn. */
    CANCELLED;

    /** The word as it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name, or empty when there is none. */
    public static Optional<ScheduleState> of(String wire) {
        return Arrays.stream(values()).filter(s -> s.wire().equals(wire)).findFirst();
    }
}
