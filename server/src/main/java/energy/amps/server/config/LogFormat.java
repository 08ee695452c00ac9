package energy.amps.server.config;

import java.util.Locale;

/** How log lines are written. */
public enum LogFormat {
    /** For people. */
    TEXT,

    /** For collectors: one JSON object a line. */
    JSON;

    /** The word of the setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
