package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt.Purpose;
import energy.amps.server.action.Verification.State;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.ScriptedVendor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that drops what it was told, unless it is told again in time (contract section 5, the platform's own duty). */
class RenewingTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Instruction CHARGE = Instruction.of(Command.CHARGE);

    private final LiveHouse house = new LiveHouse();

    @BeforeEach
    void forgetful() {
        house.vendor.renews(INTERVAL);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void bareCommandIsToldAgainUntilTheNextOne() {
        Action push = confirmed("charge", Optional.empty());
        awaitRenewals(2);
        assertThat(renewals()).allMatch(sent -> sent.instruction().equals(CHARGE));
        Action next = confirmed("idle", Optional.empty());
        int told = renewals().size();
        awaitRenewals(told + 1);
        assertThat(renewals().subList(told, told + 1))
                .allMatch(sent -> sent.instruction().equals(Instruction.of(Command.IDLE)));
        assertThat(house.read(push.id()).updatedAt()).isEqualTo(push.updatedAt());
        assertThat(house.sql.number("select count(*) from due where ref <> '" + next.id() + "'"))
                .isZero();
    }

    /** The window's end lets a device's own timer end it, and each sending has an id of its own. */
    @Test
    void openWindowIsToldAgainWithItsEndAndIdsOfTheirOwn() {
        Action window = confirmed("charge", Optional.of(Duration.ofMinutes(5)));
        awaitRenewals(3);
        assertThat(house.vendor.log()).allMatch(sent -> sent.attempt().until().equals(window.end()));
        assertThat(new HashSet<>(house.vendor.log().stream()
                        .map(sent -> sent.attempt().id())
                        .toList()))
                .hasSize(house.vendor.log().size());
        house.clock.advance(Duration.ofMinutes(5));
        house.awaitState(window, ActionState.COMPLETED);
        assertThat(house.vendor.log().getLast().attempt().until()).isEmpty();
    }

    @Test
    void modeThatAWindowPutBackIsToldAgain() {
        confirmed("discharge", Optional.empty());
        Action window = confirmed("charge", Optional.of(Duration.ofMinutes(1)));
        house.clock.advance(Duration.ofMinutes(1));
        house.awaitState(window, ActionState.COMPLETED);
        int told = renewals().size();
        awaitRenewals(told + 1);
        assertThat(renewals().getLast().instruction()).isEqualTo(Instruction.of(Command.DISCHARGE));
    }

    @Test
    void renewalThatIsRefusedOrUnansweredIsTriedAgainAndCounted() {
        confirmed("charge", Optional.empty());
        house.vendor.treat(sent -> ScriptedVendor.reject());
        awaitRenewals(2);
        house.vendor.treat(sent -> ScriptedVendor.unknown());
        awaitRenewals(4);
        house.vendor.treat(house.vendor::accept);
        eventually().until(() -> {
            house.clock.advance(Duration.ofSeconds(5));
            return counted("accepted") > 0;
        });
        assertThat(counted("rejected")).isPositive();
        assertThat(counted("unknown")).isPositive();
        // It is counted when it is heard, and written after that.
        eventually().untilAsserted(() -> assertThat(
                        house.sql.column("select outcome from vendor_call where purpose = 'renewal' order by id"))
                .as("the first that failed, and the first that went through again")
                .containsExactly("rejected", "accepted"));
    }

    /** Else a renewal that arrives behind the command would undo it. */
    @Test
    void nextCommandWaitsForARenewalThatIsOut() throws InterruptedException {
        Action push = confirmed("charge", Optional.empty());
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        house.vendor.treat(sent -> {
            if (sent.purpose() == Purpose.RENEWAL) {
                called.countDown();
                await(answered);
            }
            return house.vendor.accept(sent);
        });
        house.clock.advance(INTERVAL);
        called.await();
        Action next = house.push("idle", Optional.empty());
        assertThat(house.sql.column(
                        "select stage from action where id = ?", next.id().value()))
                .containsExactly("ready");
        assertThat(house.sql.column(
                        "select stage from action where id = ?", push.id().value()))
                .containsExactly("releasing");
        answered.countDown();
        eventually().until(() -> {
            house.clock.advance(EngineRules.LANE_WAIT);
            return house.read(next.id()).state() == ActionState.COMPLETED;
        });
        assertThat(house.vendor.standing(house.device)).isEqualTo(Instruction.of(Command.IDLE));
        assertThat(house.read(push.id()).updatedAt()).as("it was over").isEqualTo(push.updatedAt());
    }

    @Test
    void whatSomeoneElseReplacedIsNotToldAgain() {
        confirmed("charge", Optional.empty());
        awaitRenewals(1);
        house.vendor.tell(house.device, Instruction.of(Command.IDLE));
        eventually().until(() -> {
            house.look();
            return !house.events("device.overridden").isEmpty();
        });
        int told = renewals().size();
        house.clock.advance(INTERVAL.multipliedBy(3));
        assertThat(house.sql.number("select count(*) from due")).isZero();
        assertThat(renewals()).hasSize(told);
    }

    @Test
    void anotherNodeGoesOnTelling() {
        confirmed("charge", Optional.empty());
        house.restart();
        awaitRenewals(2);
    }

    @Test
    void windowThatIsEndedIsNotToldAgain() {
        Action window = confirmed("charge", Optional.of(Duration.ofHours(1)));
        awaitRenewals(1);
        passed(house.platform().actions().end(house.caller(), window.id(), Keep.nothing()));
        house.awaitState(window, ActionState.COMPLETED);
        assertThat(house.vendor.log().getLast().purpose()).isEqualTo(Purpose.RETURN);
        int told = renewals().size();
        awaitRenewals(told + 1);
        assertThat(renewals().getLast().instruction()).isNotEqualTo(CHARGE);
    }

    private Action confirmed(String command, Optional<Duration> lasting) {
        house.vendor.treat(house.vendor::accept);
        return house.awaitVerification(house.push(command, lasting), State.CONFIRMED);
    }

    private List<ScriptedVendor.Sent> renewals() {
        return house.vendor.log().stream()
                .filter(sent -> sent.purpose() == Purpose.RENEWAL)
                .toList();
    }

    /** Time goes by in steps until so many have come; no step before what the one before has brought is done. */
    private void awaitRenewals(int count) {
        eventually().until(() -> {
            if (renewals().size() >= count) {
                return true;
            }
            if (isIdle()) {
                house.clock.advance(Duration.ofSeconds(2));
            }
            return false;
        });
    }

    /** A call that is out keeps its row, too. */
    private boolean isIdle() {
        return house.sql.number(
                        "select count(*) from due where due_at <= ?::timestamptz",
                        house.clock.instant().toString())
                == 0;
    }

    private double counted(String outcome) {
        return house.meters
                .counter("amps.renewals", "vendor", "scripted", "outcome", outcome)
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
