package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.SandboxControls;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many actions are taken back at once: exactly those that were meant, once, and each as if it had been done by hand. */
class WithdrawalsTest {
    /** More than a page. */
    private static final int DEVICES = Withdrawals.PAGE + 10;

    private static final KeyId OURS = new KeyId("key_ours");
    private static final KeyId THEIRS = new KeyId("key_theirs");

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final ScriptedVendor vendor = new ScriptedVendor(DEVICES);
    private final List<Platform> nodes = new ArrayList<>();
    private Sql sql;
    private Tenant tenant;
    private UserId ada;
    private UserId bob;
    private List<DeviceKey> adas;
    private List<DeviceKey> bobs;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        for (int i = 0; i < 2; i++) {
            nodes.add(House.node(postgres, clock, new Connectors(List.of(vendor)), new SimpleMeterRegistry()));
        }
        nodes.forEach(Platform::start);
        Platform first = nodes.getFirst();
        tenant = new Tenant(first.customers().create("house", true), Environment.SANDBOX);
        ada = first.customers().createUser(tenant, Optional.of("ada"));
        bob = first.customers().createUser(tenant, Optional.of("bob"));
        adas = first.devices().link(tenant, ada, "scripted", Optional.empty());
        bobs = first.devices().link(tenant, bob, "scripted", Optional.empty());
    }

    @AfterEach
    void close() {
        nodes.forEach(Platform::close);
        StoredInvariants.check(sql);
        sql.close();
    }

    @Test
    void everythingScheduledIsCancelledOverAllPagesAndOpenWindowsStay() {
        ActionId open = window(OURS, adas.getFirst(), 0, 60);
        awaitStage(open, "open");
        adas.subList(1, DEVICES).forEach(device -> window(OURS, device, 30, 60));
        assertThat(withdraw(new Which.Everything(), false)).isEqualTo(DEVICES - 1);
        assertThat(sql.number("select count(*) from action where state = 'cancelled'"))
                .isEqualTo(DEVICES - 1);
        assertThat(state(open)).isEqualTo(ActionState.ACKNOWLEDGED.wire());
        assertThat(withdraw(new Which.Everything(), false)).isZero();
    }

    @Test
    void openWindowsAreReturnedOnceWhenAskedFor() {
        List<ActionId> open =
                adas.subList(0, 3).stream().map(d -> window(OURS, d, 0, 60)).toList();
        open.forEach(each -> awaitStage(each, "open"));
        assertThat(withdraw(new Which.Everything(), true)).isEqualTo(3);
        open.forEach(
                each -> eventually().untilAsserted(() -> assertThat(state(each)).isEqualTo("completed")));
        assertThat(adas.subList(0, 3)).allSatisfy(each -> assertThat(vendor.standing(each.device()))
                .isNotEqualTo(Instruction.of(Command.DISCHARGE)));
        assertThat(vendor.log()).hasSize(6);
        assertThat(withdraw(new Which.Everything(), true)).isZero();
    }

    /** An opening that is under way is not cut off: its answer comes first, then the device is brought back. */
    @Test
    void openingOnItsWaySettlesFirst() {
        CountDownLatch answer = new CountDownLatch(1);
        vendor.treat(sent -> {
            await(answer);
            return vendor.accept(sent);
        });
        ActionId opening = window(OURS, adas.getFirst(), 0, 60);
        awaitStage(opening, "sending");
        assertThat(withdraw(new Which.Everything(), true)).isEqualTo(1);
        assertThat(state(opening)).isEqualTo("acknowledged");
        vendor.treat(vendor::accept);
        answer.countDown();
        eventually().untilAsserted(() -> assertThat(state(opening)).isEqualTo("completed"));
        assertThat(vendor.log()).hasSize(2);
    }

    @Test
    void onlyWhatOneKeyAcceptedGoesWithIt() {
        ActionId ours = window(OURS, adas.get(0), 30, 60);
        ActionId theirs = window(THEIRS, adas.get(0), 70, 80);
        ActionId alsoTheirs = window(THEIRS, adas.get(1), 30, 60);
        assertThat(withdraw(new Which.AcceptedBy(OURS), true)).isEqualTo(1);
        assertThat(state(ours)).isEqualTo("cancelled");
        assertThat(state(theirs)).isEqualTo("scheduled");
        assertThat(state(alsoTheirs)).isEqualTo("scheduled");
    }

    @Test
    void aUsersAndADevicesGoAlone() {
        ActionId first = window(OURS, adas.get(0), 30, 60);
        ActionId second = window(OURS, adas.get(1), 30, 60);
        ActionId bobsOwn = window(OURS, bobs.get(0), 30, 60);
        assertThat(withdraw(new Which.OfDevice(adas.get(0).device()), true)).isEqualTo(1);
        assertThat(state(first)).isEqualTo("cancelled");
        assertThat(state(second)).isEqualTo("scheduled");
        assertThat(withdraw(new Which.OfUser(ada), true)).isEqualTo(1);
        assertThat(state(second)).isEqualTo("cancelled");
        assertThat(state(bobsOwn)).isEqualTo("scheduled");
    }

    @Test
    void anotherTenantIsNotTouched() {
        ActionId ours = window(OURS, adas.get(0), 30, 60);
        Tenant live = new Tenant(tenant.customer(), Environment.LIVE);
        assertThat(nodes.getFirst().withdrawals().withdraw(live, new Which.Everything(), true))
                .isZero();
        assertThat(nodes.getFirst()
                        .withdrawals()
                        .withdraw(live, new Which.OfDevice(adas.get(0).device()), true))
                .isZero();
        assertThat(state(ours)).isEqualTo("scheduled");
    }

    /** Two nodes at the same time: what one has taken back, the other leaves. */
    @Test
    void twoNodesTakeEachBackOnce() throws Exception {
        adas.forEach(device -> window(OURS, device, 30, 60));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> both = nodes.stream()
                    .map(node ->
                            threads.submit(() -> node.withdrawals().withdraw(tenant, new Which.Everything(), true)))
                    .toList();
            assertThat(both.get(0).get() + both.get(1).get()).isEqualTo(DEVICES);
        }
        assertThat(sql.number("select count(*) from action where state <> 'cancelled'"))
                .isZero();
    }

    private int withdraw(Which which, boolean windows) {
        return nodes.getLast().withdrawals().withdraw(tenant, which, windows);
    }

    private ActionId window(KeyId key, DeviceKey device, int from, int to) {
        return passed(nodes.getFirst()
                        .pushes()
                        .accept(
                                new Caller(tenant, key, new Caller.Scope.Everyone()),
                                Family.BATTERY,
                                device.device(),
                                new PushRequest(
                                        "discharge",
                                        Optional.empty(),
                                        Optional.of(minute(from).toString()),
                                        Optional.of(minute(to).toString()),
                                        Optional.of("queue_after")),
                                SandboxControls.NONE,
                                Keep.nothing()))
                .id();
    }

    private static Instant minute(int number) {
        return House.START.plus(Duration.ofMinutes(number));
    }

    private String state(ActionId id) {
        return sql.column("select state from action where id = ?", id.value()).getFirst();
    }

    private void awaitStage(ActionId id, String stage) {
        eventually().untilAsserted(() -> assertThat(sql.column("select stage from action where id = ?", id.value()))
                .containsExactly(stage));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
