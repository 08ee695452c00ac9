package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.Outcome;
import energy.amps.connector.StateChange;
import energy.amps.server.action.Verification.State;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Someone else tells a device something, and a reading shows it, whoever asked for it (contract section 5). */
class OverridingTest {
    private final LiveHouse house = new LiveHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whatStoodConfirmedAndIsReplacedIsTold() {
        Action push = confirmed(Optional.empty());
        house.vendor.tell(house.device, Instruction.of(Command.IDLE));
        later();
        house.look();
        eventually().until(() -> house.events("device.overridden").size() == 1);
        assertThat(house.events("device.overridden").getFirst())
                .contains("\"actionId\":\"" + push.id() + "\"")
                .contains("\"command\":\"charge\"")
                .contains("\"expected\":\"charge\",\"observed\":\"idle\"")
                .contains("\"deviceId\":\"" + house.device + "\"");
    }

    @Test
    void oneChangeIsToldOnceHoweverOftenItIsSeen() {
        confirmed(Optional.empty());
        house.vendor.tell(house.device, Instruction.of(Command.IDLE));
        for (int i = 0; i < 3; i++) {
            later();
            house.look();
        }
        eventually().until(() -> house.events("device.overridden").size() == 1);
        Action again = confirmed(Optional.empty());
        house.vendor.tell(house.device, Instruction.of(Command.DISCHARGE));
        later();
        house.look();
        eventually().until(() -> house.events("device.overridden").size() == 2);
        assertThat(house.events("device.overridden").getLast())
                .contains(again.id().value());
    }

    /** A device that has not followed yet is not one that someone else has told something. */
    @Test
    void whatWasNeverConfirmedCannotBeOverridden() {
        house.vendor.treat(sent -> new Outcome.Accepted(StateChange.none(), Optional.empty()));
        Action push = house.push("charge", Optional.empty());
        house.awaitVerification(push, State.CONTRADICTED);
        later();
        house.look();
        house.look();
        settled();
        assertThat(house.events("device.overridden")).isEmpty();
    }

    @Test
    void windowThatSomeoneElseOverrodeIsNotReturned() {
        Action window = confirmed(Optional.of(Duration.ofMinutes(10)));
        house.vendor.tell(house.device, Instruction.of(Command.DISCHARGE));
        later();
        house.look();
        eventually().until(() -> house.events("device.overridden").size() == 1);
        assertThat(house.read(window.id()).state()).isEqualTo(ActionState.ACKNOWLEDGED);
        house.clock.advance(Duration.ofMinutes(10));
        Action closed = house.awaitState(window, ActionState.COMPLETED);
        assertThat(closed.result().orElseThrow().message()).contains("someone else");
        assertThat(house.vendor.log()).noneMatch(sent -> sent.purpose() == Attempt.Purpose.RETURN);
        assertThat(house.vendor.standing(house.device)).isEqualTo(Instruction.of(Command.DISCHARGE));
    }

    @Test
    void overriddenWindowThatIsEndedIsOverAtOnce() {
        Action window = confirmed(Optional.of(Duration.ofMinutes(10)));
        house.vendor.tell(house.device, Instruction.of(Command.DISCHARGE));
        later();
        house.look();
        eventually().until(() -> house.events("device.overridden").size() == 1);
        Action ended = passed(house.platform().actions().end(house.caller(), window.id(), Keep.nothing()));
        assertThat(ended.state()).isEqualTo(ActionState.COMPLETED);
        assertThat(house.vendor.log()).hasSize(1);
    }

    /** The mode that a later window puts back is the one that the owner has chosen. */
    @Test
    void nextWindowReturnsToWhatWasChosenInstead() {
        confirmed(Optional.empty());
        house.vendor.tell(house.device, Instruction.of(Command.DISCHARGE));
        later();
        house.look();
        eventually().until(() -> house.events("device.overridden").size() == 1);
        Action window = confirmed(Optional.of(Duration.ofMinutes(10)));
        house.clock.advance(Duration.ofMinutes(10));
        house.awaitState(window, ActionState.COMPLETED);
        assertThat(house.vendor.standing(house.device)).isEqualTo(Instruction.of(Command.DISCHARGE));
    }

    @Test
    void whatTheDeviceIsStillSeenToDoIsNoChange() {
        confirmed(Optional.empty());
        later();
        house.look();
        settled();
        assertThat(house.events("device.overridden")).isEmpty();
    }

    private Action confirmed(Optional<Duration> lasting) {
        house.vendor.treat(house.vendor::accept);
        Action action = house.push("charge", lasting);
        return house.awaitVerification(action, State.CONFIRMED);
    }

    private void later() {
        house.clock.advance(Duration.ofSeconds(1));
    }

    /** Whatever the readings brought to the desk is done: a step behind them has gone through. */
    private void settled() {
        Action probe = house.push("idle", Optional.empty());
        house.awaitState(probe, ActionState.COMPLETED);
    }
}
