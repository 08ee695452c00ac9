package energy.amps.server.config;

import java.time.Duration;

/**
 * How the process behaves.
 *
 * @param drain how long a node that shuts down still serves, its readiness off, 0 s..5 min
 * @param shutdownGrace how long running work may take to end, 0 s..5 min
 * @param demo whether the demo customer is made
 * @param logFormat how log lines are written
 * @param clockShift what is added to the platform's clock, within ten years either way; zero but in tests
 */
public record ProcessSettings(
        Duration drain, Duration shutdownGrace, boolean demo, LogFormat logFormat, Duration clockShift) {

    static ProcessSettings read(Environment variables) {
        return new ProcessSettings(
                variables.value(SettingsTable.DRAIN),
                variables.value(SettingsTable.SHUTDOWN_GRACE),
                variables.given(SettingsTable.DEMO).orElse(!variables.has(SettingsTable.DATABASE_URL)),
                variables.value(SettingsTable.LOG_FORMAT),
                variables.value(SettingsTable.CLOCK_SHIFT));
    }
}
