package energy.amps.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the data live.
 *
 * @param folder of the embedded database and of the demo's keys, as it was given
 * @param database a PostgreSQL of the operator's; absent: the embedded one
 * @param poolSize connections to the database at a time, 2..200
 * @param telemetryRetention how long live readings are kept, 1 day..10 years
 * @param connectors the folder of the operator's own connectors; absent: there are none
 */
public record DataSettings(
        Path folder,
        Optional<DatabaseAddress> database,
        int poolSize,
        Duration telemetryRetention,
        Optional<Path> connectors) {

    static DataSettings read(Environment variables) {
        return new DataSettings(
                variables.value(SettingsTable.DATA),
                database(variables),
                variables.value(SettingsTable.DATABASE_POOL),
                variables.value(SettingsTable.TELEMETRY_RETENTION),
                variables.given(SettingsTable.CONNECTORS));
    }

    private static Optional<DatabaseAddress> database(Environment variables) {
        Optional<String> user = variables.given(SettingsTable.DATABASE_USER);
        Optional<Secret> password = variables.given(SettingsTable.DATABASE_PASSWORD);
        if ((user.isPresent() || password.isPresent()) && !variables.has(SettingsTable.DATABASE_URL)) {
            variables.problem(
                    "AMPS_DATABASE_USER and AMPS_DATABASE_PASSWORD belong to an AMPS_DATABASE_URL, which is not"
                            + " given.");
        }
        return variables.given(SettingsTable.DATABASE_URL).map(address -> address.with(user, password));
    }
}
