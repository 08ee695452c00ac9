package energy.amps.server.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the schema of this version; only ever forward. */
public final class Migrations {
    private Migrations() {}

    /**
     * Runs what is missing; several nodes may do so at the same time.
     *
     * @throws FlywayException when the database cannot be reached, or a migration that ran was changed since
     */
    public static void run(Database.Address address) {
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:db/migration")
                .connectRetries(0)
                .load()
                .migrate();
    }
}
