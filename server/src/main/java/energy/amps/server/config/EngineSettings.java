package energy.amps.server.config;

import java.time.Duration;

/**
 * How the engine keeps time (contract section 5, "Late").
 *
 * @param lateLimit how late an action with a bare start may begin, 0 s..24 h
 * @param lease how long a node holds due work, 2 s..1 min
 * @param agendaTick how often a node looks for due work, 10 ms..1 s
 * @param polling whether it looks at live devices by itself
 */
public record EngineSettings(Duration lateLimit, Duration lease, Duration agendaTick, boolean polling) {

    static EngineSettings read(Environment variables) {
        return new EngineSettings(
                variables.value(SettingsTable.LATE_LIMIT),
                variables.value(SettingsTable.LEASE),
                variables.value(SettingsTable.AGENDA_TICK),
                variables.value(SettingsTable.POLLING));
    }
}
