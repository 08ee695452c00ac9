package energy.amps.server.config;

import java.util.List;

/** What came of reading the environment. */
public sealed interface SettingsReading {

    /** Lines about variables that look like settings and are none. */
    List<String> warnings();

    /**
     * All is well.
     *
     * @param settings the typed values
     * @param warnings one line each
     */
    record Valid(Settings settings, List<String> warnings) implements SettingsReading {}

    /**
     * The server must not start.
     *
     * @param problems everything that is wrong, one line each
     * @param warnings one line each
     */
    record Invalid(List<String> problems, List<String> warnings) implements SettingsReading {}
}
