package energy.amps.server.simulation;

import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What seeds share because it is dear to make: a database with two customers, and each node's pools of connections. */
final class Stage implements AutoCloseable {
    private static final int NODES = 3;
    private static final int CUSTOMERS = 2;
    private static final int DEVICES = 3;
    private static final int CONNECTIONS = 8;
    private static final int SEEDS_BETWEEN_CLEANINGS = 50;

    private final List<Database> databases = new ArrayList<>();
    private final Tables tables;
    private int seeds;

    Stage() {
        TestDatabase database = House.database();
        tables = new Tables(database);
        for (int i = 0; i < NODES; i++) {
            databases.add(Database.open(
                    new Database.Address(
                            FaultyDriver.address(database.jdbcUrl()),
                            database.user(),
                            database.password(),
                            CONNECTIONS),
                    Fiber::awaits,
                    new CompositeMeterRegistry()));
        }
        for (int c = 1; c <= CUSTOMERS; c++) {
            String customer = "cus_" + c;
            tables.run("insert into customer values (?, 'simulated', true, now())", customer);
            tables.run("insert into end_user values (?, 'sandbox', ?, null, now())", customer, "user_" + c);
            for (int d = 1; d <= DEVICES; d++) {
                tables.run(
                        "insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at)"
                                + " values (?, 'sandbox', ?, ?, 'battery', 'simulated', 'One', now())",
                        customer,
                        device(c, d).value(),
                        "user_" + c);
                tables.run(
                        "insert into connector_state values (?, 'sandbox', ?, 1, '{}')",
                        customer,
                        device(c, d).value());
            }
        }
    }

    private static DeviceId device(int customer, int number) {
        return new DeviceId("device_" + customer + number);
    }

    Database database(int slot) {
        return databases.get(slot);
    }

    Tables tables() {
        return tables;
    }

    /** Everything as before the first seed; gives two customers with that many devices each. */
    List<Simulation.Account> reset(int devices) {
        tables.run("""
                delete from due; delete from event; delete from vendor_call; delete from action; delete from node;
                update device set sequence = 0, standing_command = null, standing_parameters = null
                where sequence > 0 or standing_command is not null
                """);
        if (seeds++ % SEEDS_BETWEEN_CLEANINGS == 0) {
            tables.run("truncate due, event, vendor_call, action, node");
        }
        List<Simulation.Account> accounts = new ArrayList<>();
        for (int c = 1; c <= CUSTOMERS; c++) {
            Tenant tenant = new Tenant(new CustomerId("cus_" + c), Environment.SANDBOX);
            List<DeviceId> own = new ArrayList<>();
            for (int d = 1; d <= devices; d++) {
                own.add(device(c, d));
            }
            accounts.add(new Simulation.Account(
                    new Caller(tenant, new KeyId("key_" + c), new Caller.Scope.Everyone()), own));
        }
        return accounts;
    }

    /** The nodes have kept their leases all the while. */
    void keepLeases(List<String> nodes, Instant until) {
        tables.run(
                "update node set lease_until = ? where id = any (?)",
                OffsetDateTime.ofInstant(until, ZoneOffset.UTC),
                nodes.toArray(String[]::new));
    }

    @Override
    public void close() {
        databases.forEach(Database::close);
        tables.close();
    }
}
