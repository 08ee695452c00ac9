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
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node that leaves in good order hands its work over to another before it is gone: nothing is late, nothing happens twice.
 * Time stands still but where a test moves it.
 */
class HandoverTest {
    /** Within the horizon: a row that is due then is held by the node that wrote it. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration LATER = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final ScriptedVendor vendor = new ScriptedVendor(3);
    private final SimpleMeterRegistry leavingMeters = new SimpleMeterRegistry();
    private final SimpleMeterRegistry stayingMeters = new SimpleMeterRegistry();
    private final CountDownLatch answer = new CountDownLatch(1);
    private Platform leaving;
    private Platform staying;
    private Sql sql;
    private String leavingNode;
    private Caller caller;
    private List<DeviceKey> devices;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        leaving = node(leavingMeters);
        staying = node(stayingMeters);
        leaving.start();
        leavingNode = sql.column("select id from node").getFirst();
        Tenant tenant = new Tenant(leaving.customers().create("house", true), Environment.SANDBOX);
        UserId user = leaving.customers().createUser(tenant, Optional.empty());
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        devices = House.link(leaving, tenant, user, "scripted", Optional.empty());
    }

    @AfterEach
    void close() {
        answer.countDown();
        leaving.close();
        staying.close();
        StoredInvariants.check(sql);
        assertThat(sql.number("select count(*) from node")).isZero();
        sql.close();
    }

    private Platform node(SimpleMeterRegistry meters) {
        return new Platform(
                new Platform.Config(AgendaConfig.of(Duration.ofMillis(10), House.LEASE), Duration.ofMinutes(5)),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of(vendor)),
                meters);
    }

    @Test
    void nodeThatClaimsNoMoreStillDoesWhatItHoldsAtItsInstant() {
        ActionId held = push(leaving, 0, SOON);
        push(leaving, 1, LATER);
        leaving.stopClaiming();
        ActionId written = push(leaving, 2, SOON);
        clock.advance(SOON);
        eventually().until(() -> state(held) == ActionState.COMPLETED && state(written) == ActionState.COMPLETED);
        assertThat(calls(leavingMeters)).isEqualTo(2);

        clock.advance(LATER.minus(SOON).minus(SOON));
        // Within the horizon now, and many ticks go by while another device's push is served.
        assertThat(passed(leaving.actions().cancel(caller, push(leaving, 0, LATER), Keep.nothing()))
                        .state())
                .isEqualTo(ActionState.CANCELLED);
        staying.start();
        eventually().until(() -> held(staying) == 1);
        clock.advance(SOON);
        eventually().until(() -> calls(stayingMeters) == 1);
        assertThat(calls(leavingMeters)).isEqualTo(2);
    }

    @Test
    void whatIsHeldAtTheHandoverIsAnothersBeforeItIsDue() {
        ActionId held = push(leaving, 0, SOON);
        assertThat(held(leaving)).isEqualTo(1);
        staying.start();
        leaving.handOver();
        eventually().until(() -> held(staying) == 1);
        clock.advance(SOON);
        eventually().until(() -> state(held) == ActionState.COMPLETED);
        assertThat(calls(stayingMeters)).isEqualTo(1);
        assertThat(calls(leavingMeters)).isZero();
    }

    /** The API is served until the end: what it still brings must not stay with a node that wakes for nothing any more. */
    @Test
    void whatIsWrittenAfterTheHandoverIsAnothersToo() {
        staying.start();
        leaving.handOver();
        ActionId now = push(leaving, 0, Duration.ZERO);
        ActionId soon = push(leaving, 1, SOON);
        // What is still to come, and the reading that verifies what was done.
        eventually().until(() -> state(now) == ActionState.COMPLETED && held(staying) == 2);
        clock.advance(SOON);
        eventually().until(() -> state(soon) == ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(2);
    }

    /** A call that is out is not given away: its answer settles it, and nobody has to read the device. */
    @Test
    void callThatIsOutStaysWithTheNodeThatMadeIt() {
        CountDownLatch called = new CountDownLatch(1);
        vendor.treat(sent -> {
            called.countDown();
            awaitQuietly(answer);
            return vendor.accept(sent);
        });
        ActionId out = push(leaving, 0, SOON);
        clock.advance(SOON);
        awaitQuietly(called);
        ActionId held = push(leaving, 1, SOON);
        staying.start();
        leaving.handOver();
        eventually().until(() -> held(staying) == 1);
        assertThat(held(leaving)).isEqualTo(1);
        answer.countDown();
        eventually().until(() -> state(out) == ActionState.COMPLETED);
        clock.advance(SOON);
        eventually().until(() -> state(held) == ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(2);
        assertThat(stayingMeters.find("amps.vendor.calls").tag("call", "read").timer())
                .isNull();
    }

    /** Due rows in the hands of the node that stays, or of the one that leaves. */
    private long held(Platform node) {
        String whose = node == leaving ? "lease_owner = ?" : "lease_owner <> ?";
        return sql.number("select count(*) from due where " + whose, leavingNode);
    }

    private static long calls(SimpleMeterRegistry meters) {
        return meters.find("amps.vendor.calls").tag("call", "apply").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private ActionState state(ActionId id) {
        return passed(staying.actions().read(caller, id)).state();
    }

    private ActionId push(Platform node, int device, Duration ahead) {
        Optional<String> start = ahead.isZero()
                ? Optional.empty()
                : Optional.of(clock.instant().plus(ahead).toString());
        return passed(node.pushes()
                        .accept(
                                caller,
                                Family.BATTERY,
                                devices.get(device).device(),
                                new PushRequest("charge", Optional.empty(), start, Optional.empty(), Optional.empty()),
                                SandboxControls.NONE,
                                Keep.nothing()))
                .id();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
