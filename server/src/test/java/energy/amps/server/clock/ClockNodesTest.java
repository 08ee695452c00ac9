package energy.amps.server.clock;

import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.schedule.Drafts.window;
import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
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
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes agree on a turned clock from the first moment, and finish what another began. */
class ClockNodesTest {
    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final Map<Platform, Database> living = new LinkedHashMap<>();
    private Sql sql;
    private Platform first;
    private Platform second;
    private Caller caller;
    private List<DeviceKey> devices;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        first = node();
        second = node();
        Tenant tenant = new Tenant(first.customers().create("house", true), Environment.SANDBOX);
        UserId user = first.customers().createUser(tenant, Optional.empty());
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        devices = House.link(first, tenant, user, "sandbox", Optional.of(ZoneId.of("Europe/London")));
    }

    @AfterEach
    void close() {
        living.keySet().forEach(Platform::close);
        sql.close();
    }

    private Platform node() {
        Database database = Database.open(House.address(postgres), new SimpleMeterRegistry());
        Platform node = new Platform(
                new Platform.Config(
                        AgendaConfig.of(Duration.ofMillis(10), Duration.ofSeconds(2)), Duration.ofMinutes(5)),
                database,
                new PlatformClock(clock, Duration.ZERO),
                Connectors.installed(House.noDelays()),
                new SimpleMeterRegistry());
        node.start();
        living.put(node, database);
        return node;
    }

    /** It loses the database for good, and can sign off nothing. */
    private void die(Platform node) {
        Objects.requireNonNull(living.remove(node)).close();
        node.close();
    }

    private ClockView turn(Platform node, ClockTurn turn) {
        return passed(node.clocks().turn(caller, turn, Keep.nothing()));
    }

    private void awaitReady(Platform node) {
        eventually().until(() -> !passed(node.clocks().read(caller)).advancing());
    }

    private Action push(Platform node, int device, Instant start) {
        return passed(node.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        devices.get(device).device(),
                        new PushRequest(
                                "charge",
                                Optional.empty(),
                                Optional.of(start.toString()),
                                Optional.of(start.plus(Duration.ofHours(1)).toString()),
                                Optional.of("queue_after")),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    /** The answer that a clock is ready is never followed by another node's answer from before. */
    @Test
    void eachNodeSeesTheNewInstantAtOnce() {
        turn(first, new ClockTurn.Freeze(Optional.empty()));
        awaitReady(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(second.clock().now(caller.tenant())).isEqualTo(House.START);
        for (int i = 1; i <= 10; i++) {
            Platform here = i % 2 == 0 ? first : second;
            Platform there = i % 2 == 0 ? second : first;
            turn(here, new ClockTurn.Advance(Duration.ofHours(1)));
            awaitReady(here);
            Instant expected = House.START.plus(Duration.ofHours(i));
            assertThat(there.clock().now(caller.tenant())).isEqualTo(expected);
            assertThat(push(there, 0, expected.plus(Duration.ofDays(i))).createdAt())
                    .isEqualTo(expected);
            assertThat(passed(there.devices()
                                    .read(
                                            caller,
                                            Family.BATTERY,
                                            devices.getFirst().device()))
                            .lastPulledAt())
                    .contains(expected);
        }
    }

    /** A turn that is asked for at the very moment at which the one before is over is not forgotten. */
    @Test
    void turnsThatFollowEachOtherCloselyAreAllMade() {
        turn(first, new ClockTurn.Freeze(Optional.empty()));
        awaitReady(first);
        List<Thread> threads = new ArrayList<>();
        for (Platform node : List.of(first, second)) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int made = 0; made < 50; ) {
                    made += node.clocks().turn(caller, new ClockTurn.Advance(Duration.ofSeconds(1)), Keep.nothing())
                                    instanceof Checked.Passed
                            ? 1
                            : 0;
                }
            }));
        }
        eventually().until(() -> threads.stream().noneMatch(Thread::isAlive));
        awaitReady(first);
        assertThat(first.clock().now(caller.tenant())).isEqualTo(House.START.plusSeconds(100));
        eventually().until(() -> sql.number("select count(*) from due") == 0);
    }

    @Test
    void nodeThatStartsLaterKnowsWhoseClocksAreTurned() {
        turn(first, new ClockTurn.Freeze(Optional.empty()));
        awaitReady(first);
        clock.advance(Duration.ofMillis(1));
        living.remove(second);
        second.close();
        second = node();
        assertThat(second.clock().now(caller.tenant())).isEqualTo(House.START);
    }

    /** The node that walks loses the database for good in the middle of the walk. */
    @Test
    void anotherNodeGoesOnWhereOneDied() {
        turn(first, new ClockTurn.Freeze(Optional.empty()));
        awaitReady(first);
        List<Action> actions = new ArrayList<>();
        for (int day = 1; day <= 10; day++) {
            actions.add(push(first, 0, House.START.plus(Duration.ofDays(day))));
            actions.add(push(first, 1, House.START.plus(Duration.ofDays(day))));
        }
        // Every instant of it needs the first device, which somebody else has.
        sql.begin();
        sql.run(
                "select 1 from device where id = ? for update",
                devices.getFirst().device().value());
        assertThat(turn(first, new ClockTurn.Advance(Duration.ofDays(20))).advancing())
                .isTrue();
        Objects.requireNonNull(living.get(first)).close();
        sql.rollBack();
        die(first);
        awaitLapse();
        awaitReady(second);
        assertThat(second.clock().now(caller.tenant())).isEqualTo(House.START.plus(Duration.ofDays(20)));
        for (Action action : actions) {
            Action over = passed(second.actions().read(caller, action.id()));
            assertThat(over.state()).isEqualTo(ActionState.COMPLETED);
            assertThat(over.completedAt()).isEqualTo(over.end());
        }
        assertThat(sql.number("select count(*) from event where type in ('push.completed', 'push.failed')"))
                .isEqualTo(actions.size());
    }

    /** In the middle of its schedules: each slot becomes one action, whichever node came by. */
    @Test
    void anotherNodeGoesOnWithTheSchedulesOfOneThatDied() {
        turn(first, new ClockTurn.Freeze(Optional.empty()));
        awaitReady(first);
        for (DeviceKey device : devices.subList(0, 2)) {
            passed(first.schedules()
                    .set(
                            caller,
                            Family.BATTERY,
                            device.device(),
                            daily(window("14:00", "PT1H", "charge"), window("20:00", "PT1H", "discharge")),
                            Keep.nothing()));
        }
        assertThat(turn(first, new ClockTurn.Advance(Duration.ofDays(200))).advancing())
                .isTrue();
        eventually().until(() -> passed(second.clocks().read(caller)).now().isAfter(House.START));
        die(first);
        awaitLapse();
        awaitReady(second);
        assertThat(sql.number("select count(*) from action")).isEqualTo(800);
        assertThat(sql.number("select count(*) from action where state <> 'completed' or completed_at <> end_at"))
                .isZero();
        assertThat(sql.number("select count(*) from event where type = 'push.completed'"))
                .isEqualTo(800);
    }

    /** Real time goes by until the dead node's lease has lapsed, in steps that the living one's lease survives. */
    private void awaitLapse() {
        eventually().until(() -> {
            if (sql.number("select count(*) from node") == 1) {
                return true;
            }
            String renewed = sql.column("select max(lease_until) from node").getFirst();
            clock.advance(Duration.ofMillis(400));
            eventually().until(() -> !sql.column("select max(lease_until) from node")
                    .getFirst()
                    .equals(renewed));
            return false;
        });
    }
}
