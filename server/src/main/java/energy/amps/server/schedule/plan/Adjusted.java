package energy.amps.server.schedule.plan;

import java.util.Locale;

/** What a change of the clocks did to an occurrence. */
public enum Adjusted {
    /** Its wall clock is skipped: it takes place at the first instant after. */
    GAP,
    /** Its wall clock comes twice: it takes place the first time. */
    OVERLAP;

    /** The word as it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
