package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.ScriptedVendor;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database share the work, and never do a piece of it twice. */
class TwoNodesTest {
    private static final int DEVICES = 100;
    private static final int PER_DEVICE = 5;

    /** Most rows that one node holds: never all that a minute brings, so that neither can do it alone. */
    private static final int MOST = DEVICES * 3 / 5;

    /** Within the agenda's horizon: rows due in so much are claimed, and not yet handed out. */
    private static final Duration AHEAD = Duration.ofMillis(500);

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final ScriptedVendor vendor = new ScriptedVendor(DEVICES);
    private final SimpleMeterRegistry[] meters = {new SimpleMeterRegistry(), new SimpleMeterRegistry()};
    private final List<Platform> nodes = new ArrayList<>();
    private Sql sql;
    private Caller caller;
    private List<DeviceKey> devices;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        // Leases longer than any step of the clock that both nodes go by.
        nodes.add(node(0, Duration.ofDays(2)));
        nodes.add(node(1, Duration.ofDays(2)));
        nodes.forEach(Platform::start);
        Platform first = nodes.getFirst();
        Tenant tenant = new Tenant(first.customers().create("house", true), Environment.SANDBOX);
        UserId user = first.customers().createUser(tenant, Optional.empty());
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        devices = House.link(first, tenant, user, "scripted", Optional.empty());
    }

    @AfterEach
    void close() {
        nodes.forEach(Platform::close);
        StoredInvariants.check(sql);
        sql.close();
    }

    private Platform node(int number, Duration lease) {
        return new Platform(
                new Platform.Config(
                        new AgendaConfig(Duration.ofMillis(10), Duration.ofSeconds(1), lease, MOST, MOST),
                        Duration.ofMinutes(5)),
                Database.open(House.address(postgres), meters[number]),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of(vendor)),
                meters[number]);
    }

    /** Windows of a minute each, one after the other on each device: the last one alone writes its device back. */
    @Test
    void everyActionFiresOnceAndBothNodesTakePart() {
        List<ActionId> accepted = new ArrayList<>();
        for (int i = 0; i < PER_DEVICE; i++) {
            for (int d = 0; d < DEVICES; d++) {
                accepted.add(push(nodes.get(d % 2), devices.get(d), minute(1 + 2 * i), minute(2 + 2 * i)));
            }
        }
        for (int i = 0; i < 2 * PER_DEVICE + 1; i++) {
            clock.advance(Duration.ofMinutes(1).minus(AHEAD));
            eventually()
                    .until(() -> sql.number(
                                    "select count(*) from due where due_at <= ?::timestamptz and lease_owner is null",
                                    clock.instant().plus(AHEAD).toString())
                            == 0);
            clock.advance(AHEAD);
            eventually()
                    .until(() -> sql.number(
                                    "select count(*) from due where due_at <= ?::timestamptz",
                                    clock.instant().toString())
                            == 0);
        }
        assertThat(sql.number("select count(*) from event where type = 'push.completed'"))
                .isEqualTo(accepted.size());
        assertThat(vendor.log()).hasSize(2 * accepted.size());
        assertThat(sql.number("select count(*) from action where state <> 'completed'"))
                .isZero();
        for (SimpleMeterRegistry each : meters) {
            assertThat(each.find("amps.vendor.calls").timers().stream()
                            .mapToLong(t -> t.count())
                            .sum())
                    .isGreaterThanOrEqualTo(2 * accepted.size() * (DEVICES - MOST) / DEVICES);
        }
    }

    /** What a dead node holds is free again once its lease has lapsed, and done by whoever lives. */
    @Test
    void rowsOfANodeWhoseLeaseLapsedAreTakenOver() {
        nodes.forEach(Platform::close);
        nodes.clear();
        nodes.add(node(0, Duration.ofSeconds(2)));
        nodes.getFirst().start();
        ActionId bare = push(nodes.getFirst(), devices.getFirst(), minute(1), Optional.empty());
        sql.run(
                "insert into node (id, lease_until) values ('node_dead', ?::timestamptz)",
                clock.instant().plusSeconds(60).toString());
        sql.run("update due set lease_owner = 'node_dead', lease_token = lease_token + 1");
        clock.advance(Duration.ofSeconds(60));
        // Still its own: the dead one's lease has not lapsed.
        eventually()
                .until(() -> sql.number(
                                "select count(*) from node where lease_until > ?::timestamptz",
                                clock.instant().toString())
                        == 1);
        assertThat(vendor.log()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        eventually().until(() -> state(bare) == ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(1);
        assertThat(sql.column("select id from node")).doesNotContain("node_dead");
    }

    /** Node ids are new at every start, so that what a former life held is nobody's. */
    @Test
    void nodeThatLeavesFreesWhatItHeld() {
        ActionId bare = push(nodes.getFirst(), devices.getFirst(), minute(1), Optional.empty());
        Set<String> before = ConcurrentHashMap.newKeySet();
        before.addAll(sql.column("select id from node"));
        nodes.removeFirst().close();
        assertThat(sql.column("select id from node")).hasSize(1).isSubsetOf(before);
        clock.advance(Duration.ofMinutes(1));
        eventually().until(() -> state(bare) == ActionState.COMPLETED);
    }

    private ActionState state(ActionId id) {
        return passed(nodes.getFirst().actions().read(caller, id)).state();
    }

    private ActionId push(Platform node, DeviceKey device, Optional<String> start, Optional<String> end) {
        return passed(node.pushes()
                        .accept(
                                caller,
                                Family.BATTERY,
                                device.device(),
                                new PushRequest("charge", Optional.empty(), start, end, Optional.of("queue_after")),
                                SandboxControls.NONE,
                                Keep.nothing()))
                .id();
    }

    private static Optional<String> minute(int minutes) {
        Instant at = House.START.plus(Duration.ofMinutes(minutes));
        return Optional.of(at.toString());
    }
}
