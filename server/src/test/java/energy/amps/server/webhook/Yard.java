package energy.amps.server.webhook;

import static energy.amps.server.testing.House.passed;

import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Receiver;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes on one database, a tenant, a receiver, and a clock that a test moves. */
final class Yard implements AutoCloseable {
    final SettableClock clock = new SettableClock(House.START);
    final TestDatabase postgres = House.database();
    final Receiver receiver = new Receiver();
    final List<Platform> nodes = new ArrayList<>();
    final Sql sql = Sql.on(postgres);
    final Tenant tenant;
    private final AtomicLong sequence = new AtomicLong();

    Yard(int count) {
        for (int i = 0; i < count; i++) {
            another();
        }
        tenant = new Tenant(node().customers().create("yard", true), Environment.SANDBOX);
        node().customers().createUser(tenant, Optional.empty());
    }

    /** Starts one more node. */
    Platform another() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Platform node = new Platform(
                new Platform.Config(
                        // Leases longer than any step of the clock that all nodes go by.
                        AgendaConfig.of(Duration.ofMillis(10), Duration.ofDays(60)),
                        Duration.ofMinutes(5),
                        new Platform.Outbound(
                                Vault.with(List.of(new byte[Vault.KEY_BYTES])),
                                new AddressPolicy(AddressPolicy.LOOPBACK))),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of()),
                meters);
        node.start();
        nodes.add(node);
        return node;
    }

    Platform node() {
        return nodes.getFirst();
    }

    static Endpoint.Draft draft(String url) {
        return new Endpoint.Draft(url, "", Optional.empty(), Map.of(), OptionalInt.empty(), true);
    }

    Endpoint.WithSecret endpoint(String path) {
        return endpoint(draft(receiver.url(path)));
    }

    Endpoint.WithSecret endpoint(Endpoint.Draft draft) {
        Endpoint.WithSecret made = passed(node().webhooks().endpoints().create(tenant, draft, Keep.nothing()));
        nodes.forEach(each -> each.webhooks().listens(tenant));
        return made;
    }

    Endpoint read(Endpoint.WithSecret made) {
        return passed(node().webhooks().endpoints().read(tenant, made.endpoint().id()));
    }

    /** Events as some feature would make them: rows of a transaction of its own. Ids go by the clock. */
    List<String> happen(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long number = sequence.incrementAndGet();
            String id = energy.amps.server.store.Ids.floor("evt_", clock.instant()) + "x%06d".formatted(number);
            sql.run(
                    "insert into event (customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)"
                            + " values (?, 'sandbox', ?, 'device_1', 'user_1', ?, 'push.completed', now(), ?::json)",
                    tenant.customer().value(),
                    id,
                    number,
                    "{\"type\":\"push.completed\",\"sequence\":" + number + "}");
            ids.add(id);
        }
        return ids;
    }

    long pending() {
        return sql.number("select count(*) from delivery where due_at is not null");
    }

    @Override
    public void close() {
        nodes.forEach(Platform::close);
        receiver.close();
        sql.close();
    }
}
