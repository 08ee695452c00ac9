package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt.Purpose;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What was sent and never heard of again is settled by reading (contract section 5): counted at the vendor, which logs each
 * write outside our database. A sender's death is played by giving its row to a node that is not there.
 */
class RecoveryTest {
    private final SettableClock clock = new SettableClock(House.START);
    private final ScriptedVendor vendor = new ScriptedVendor(1);
    private final TestDatabase postgres = House.database();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch over = new CountDownLatch(1);
    private Platform platform;
    private Sql sql;
    private Caller caller;
    private DeviceId device;

    @BeforeEach
    void open() {
        platform = new Platform(
                new Platform.Config(
                        AgendaConfig.of(Duration.ofMillis(10), Duration.ofSeconds(2)), Duration.ofMinutes(5)),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of(vendor)),
                meters);
        platform.start();
        sql = Sql.on(postgres);
        Tenant tenant = new Tenant(platform.customers().create("house", true), Environment.SANDBOX);
        UserId user = platform.customers().createUser(tenant, Optional.empty());
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        device = platform.devices()
                .link(tenant, user, "scripted", Optional.empty())
                .getFirst()
                .device();
    }

    @AfterEach
    void close() {
        over.countDown();
        platform.close();
        StoredInvariants.check(sql);
        sql.close();
    }

    @Test
    void orphanThatWasAppliedIsCompletedWithoutASecondSending() {
        ActionId push = orphan(true, Optional.empty(), Optional.empty());
        pass(Duration.ofSeconds(5));
        awaitState(push, ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(1);
        assertThat(read(push).acknowledgedAt()).isPresent();
    }

    @Test
    void orphanThatWasNotAppliedIsSentOnceMore() {
        ActionId push = orphan(false, Optional.empty(), Optional.empty());
        vendor.treat(vendor::accept);
        pass(Duration.ofSeconds(5));
        awaitState(push, ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(2);
        assertThat(vendor.standing(device)).isEqualTo(Instruction.of(Command.CHARGE));
    }

    @Test
    void orphanThatWasNotAppliedAndIsTooLateIsMissed() {
        ActionId push = orphan(false, Optional.empty(), Optional.empty());
        vendor.readable(false);
        pass(Duration.ofMinutes(6));
        vendor.readable(true);
        pass(Duration.ofMinutes(1));
        awaitState(push, ActionState.FAILED);
        assertThat(read(push).errorCode()).contains(FaultCode.MISSED_WINDOW);
        assertThat(vendor.log()).hasSize(1);
    }

    @Test
    void orphanThatCannotBeReadIsUnknownAfterAQuarterOfAnHour() {
        vendor.readable(false);
        ActionId push = orphan(true, Optional.empty(), Optional.empty());
        pass(Duration.ofMinutes(14));
        assertThat(read(push).state()).isEqualTo(ActionState.ACKNOWLEDGED);
        pass(Duration.ofMinutes(2));
        awaitState(push, ActionState.FAILED);
        assertThat(read(push).errorCode()).contains(FaultCode.OUTCOME_UNKNOWN);
        assertThat(vendor.log()).hasSize(1);
    }

    @Test
    void openingThatStaysUnknownIsReturnedAtItsEndAndFails() {
        vendor.readable(false);
        ActionId window = orphan(true, at(0), at(60));
        vendor.treat(vendor::accept);
        pass(Duration.ofMinutes(59));
        assertThat(read(window).state()).isEqualTo(ActionState.ACKNOWLEDGED);
        pass(Duration.ofMinutes(1));
        awaitState(window, ActionState.FAILED);
        assertThat(read(window).errorCode()).contains(FaultCode.OUTCOME_UNKNOWN);
        assertThat(vendor.log())
                .extracting(ScriptedVendor.Sent::purpose)
                .containsExactly(Purpose.APPLY, Purpose.RETURN);
    }

    @Test
    void returnWhoseSenderDiedIsSettledByReadingToo() {
        ActionId window = push(at(0), at(60));
        eventually().until(() -> read(window).acknowledgedAt().isPresent());
        vendor.treat(sent -> lost(vendor.accept(sent)));
        clock.advance(Duration.ofMinutes(60));
        eventually().until(() -> stage(window).equals("return_sending"));
        dies(window);
        eventually().until(() -> stage(window).equals("return_unsettled"));
        pass(Duration.ofSeconds(10));
        awaitState(window, ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(2);
    }

    /** A connector that throws has given no usable answer; that is an outcome like any other. */
    @Test
    void connectorThatThrowsAfterItsWriteIsSettledByReading() {
        vendor.treat(sent -> {
            vendor.accept(sent);
            throw new IllegalStateException("the vendor's answer made no sense");
        });
        ActionId push = push(Optional.empty(), Optional.empty());
        eventually().until(() -> stage(push).equals("unsettled"));
        pass(Duration.ofSeconds(5));
        awaitState(push, ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(1);
    }

    /** What is meant for the one who sent it is dropped once another has the row, whatever the row's stage. */
    @Test
    void answerUnderAStaleTokenIsDropped() {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        vendor.treat(sent -> answer.join());
        ActionId push = push(Optional.empty(), Optional.empty());
        eventually().until(() -> vendor.log().size() == 1);
        sql.run("insert into node (id, lease_until) values ('node_other', 'infinity')");
        sql.run("update due set lease_owner = 'node_other', lease_token = lease_token + 1");
        long committed = meters.get("amps.engine.batch").summary().count();
        answer.complete(ScriptedVendor.reject());
        eventually().until(() -> meters.get("amps.engine.batch").summary().count() > committed);
        sql.run("delete from node where id = 'node_other'");
        eventually().until(() -> stage(push).equals("unsettled"));
        vendor.treat(vendor::accept);
        pass(Duration.ofSeconds(5));
        awaitState(push, ActionState.COMPLETED);
        assertThat(vendor.log()).hasSize(2);
    }

    /**
     * A node whose lease has lapsed must not send. When it gets the lease back and nobody has taken its rows, nobody else
     * ever will: it has to take them up again by itself.
     */
    @Test
    void sendingThatALapsedLeaseHeldBackIsTakenUpAgain() {
        sql.begin();
        sql.run("lock table node in exclusive mode");
        eventually().until(() -> !platform.ready());
        ActionId push = push(Optional.empty(), Optional.empty());
        eventually().until(() -> stage(push).equals("sending"));
        sql.rollBack();
        eventually().until(platform::ready);
        assertThat(vendor.log()).isEmpty();
        eventually().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return read(push).state() == ActionState.COMPLETED;
        });
        assertThat(vendor.log()).hasSize(1);
    }

    /** A push whose sender dies after the vendor got it: applied or not, and never answered. */
    private ActionId orphan(boolean applied, Optional<String> start, Optional<String> end) {
        vendor.treat(sent -> lost(applied ? vendor.accept(sent) : ScriptedVendor.unknown()));
        ActionId push = push(start, end);
        eventually().until(() -> vendor.log().size() == 1 && stage(push).equals("sending"));
        dies(push);
        eventually().until(() -> stage(push).equals("unsettled"));
        return push;
    }

    /** The call does not come back before the test is over. */
    private Outcome lost(Outcome outcome) {
        try {
            over.await();
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return outcome;
        }
    }

    private void dies(ActionId action) {
        sql.run("update due set lease_owner = 'node_gone' where ref = ?", action.value());
    }

    /** Time goes by in steps of seconds, and what is due is done. */
    private void pass(Duration time) {
        Instant until = clock.instant().plus(time);
        while (clock.instant().isBefore(until)) {
            clock.set(min(clock.instant().plus(step(time)), until));
            eventually()
                    .until(() -> sql.number(
                                    "select count(*) from due where due_at <= ?::timestamptz and lease_owner is distinct from 'node_gone'",
                                    clock.instant().toString())
                            == 0);
        }
    }

    private static Duration step(Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private ActionId push(Optional<String> start, Optional<String> end) {
        return passed(platform.pushes()
                        .accept(
                                caller,
                                Family.BATTERY,
                                device,
                                new PushRequest("charge", Optional.empty(), start, end, Optional.empty()),
                                SandboxControls.NONE,
                                Keep.nothing()))
                .id();
    }

    private Action read(ActionId id) {
        return passed(platform.actions().read(caller, id));
    }

    private String stage(ActionId id) {
        return sql.column("select stage from action where id = ?", id.value()).getFirst();
    }

    /** Waits while time goes by, slowly enough for answers to come back before they are asked for again. */
    private void awaitState(ActionId id, ActionState state) {
        eventually().pollInterval(Duration.ofMillis(20)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return read(id).state() == state;
        });
    }

    private static Optional<String> at(long minutes) {
        return Optional.of(House.START.plus(Duration.ofMinutes(minutes)).toString());
    }
}
