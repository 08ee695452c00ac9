package energy.amps.server.action;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static energy.amps.server.testing.House.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.command.Command;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SandboxControls.Failure;
import energy.amps.connector.SandboxControls.RevertFailure;
import energy.amps.device.BatteryState;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.House;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of actions on the real store, at instants that the test chooses. */
class LifecycleTest {
    private House house;

    @BeforeEach
    void open() {
        house = House.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void immediatePushIsAcknowledgedThenCompleted() {
        Action accepted = passed(house.push("auto.balanced", Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(accepted.state()).isEqualTo(ActionState.ACKNOWLEDGED);
        Action done = awaitState(accepted, ActionState.COMPLETED);
        assertThat(done.acknowledgedAt()).isPresent();
        assertThat(done.result()).get().extracting(Action.Result::success).isEqualTo(true);
    }

    @Test
    void windowOpensAndClosesAtItsInstantsAndReturnsToTheWholePriorInstruction() {
        Action prior = passed(house.push(
                "charge",
                Optional.of(target(80)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SandboxControls.NONE));
        awaitState(prior, ActionState.COMPLETED);
        Action window = passed(house.push("discharge", at(60), at(120), Optional.empty()));
        assertThat(window.state()).isEqualTo(ActionState.SCHEDULED);
        house.clock.advance(Duration.ofMinutes(60));
        awaitState(window, ActionState.ACKNOWLEDGED);
        await().until(() -> mode() == Command.DISCHARGE);
        house.clock.advance(Duration.ofMinutes(60));
        Action done = awaitState(window, ActionState.COMPLETED);
        assertThat(mode()).isEqualTo(Command.CHARGE);
        assertThat(done.result().orElseThrow().message()).contains("charge");
    }

    @Test
    void queueRunsInOrderAndHandsThePriorModeOn() {
        Action first = passed(house.push("discharge", at(10), at(20), Optional.empty()));
        Action second = passed(house.push("charge", at(0), at(30), Optional.of("queue_after")));
        assertThat(second.start()).contains(plus(20));
        house.clock.advance(Duration.ofMinutes(10));
        awaitState(first, ActionState.ACKNOWLEDGED);
        house.clock.advance(Duration.ofMinutes(10));
        awaitState(first, ActionState.COMPLETED);
        awaitState(second, ActionState.ACKNOWLEDGED);
        await().until(() -> mode() == Command.CHARGE);
        house.clock.advance(Duration.ofMinutes(10));
        awaitState(second, ActionState.COMPLETED);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void endClosesAnOpenWindowNow() {
        Action window = passed(house.push("discharge", at(0), at(60), Optional.empty()));
        awaitState(window, ActionState.ACKNOWLEDGED);
        await().until(() -> mode() == Command.DISCHARGE);
        house.clock.advance(Duration.ofMinutes(5));
        Action ended = passed(house.platform.actions().end(house.caller, window.id(), Keep.nothing()));
        assertThat(ended.end()).contains(plus(5));
        awaitState(window, ActionState.COMPLETED);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
        assertThat(refused(house.platform.actions().end(house.caller, window.id(), Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.ACTION_NOT_ENDABLE);
    }

    @Test
    void rejectedOpeningFailsAtOnceAndReturnsNothing() {
        Action window = passed(house.push(
                "discharge",
                Optional.empty(),
                at(0),
                at(60),
                Optional.empty(),
                controls(Optional.of(FaultCode.DEVICE_OFFLINE), false, Optional.empty())));
        Action failed = awaitState(window, ActionState.FAILED);
        assertThat(failed.errorCode()).contains(FaultCode.DEVICE_OFFLINE);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void commandWhoseAnswerWasLostIsSettledByReading() {
        Action push = passed(house.push(
                "charge",
                Optional.of(target(90)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                controls(Optional.empty(), true, Optional.empty())));
        Action done = awaitState(push, ActionState.COMPLETED);
        assertThat(done.acknowledgedAt()).isPresent();
    }

    @Test
    void returnIsTriedUntilItHolds() {
        Action window = passed(house.push(
                "discharge",
                Optional.empty(),
                at(0),
                at(60),
                Optional.empty(),
                controls(Optional.empty(), false, Optional.of(new RevertFailure(FaultCode.TIMEOUT, 2)))));
        await().until(() -> mode() == Command.DISCHARGE);
        house.clock.advance(Duration.ofMinutes(60));
        await().until(() -> {
            house.clock.advance(Duration.ofSeconds(1));
            return house.action(window.id()).state() == ActionState.COMPLETED;
        });
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void returnThatFailsForAnHourFailsTheActionAndGoesOnUntilItHolds() {
        Action window = passed(house.push(
                "discharge",
                Optional.empty(),
                at(0),
                at(60),
                Optional.empty(),
                controls(Optional.empty(), false, Optional.of(new RevertFailure(FaultCode.DEVICE_OFFLINE, 30)))));
        await().until(() -> mode() == Command.DISCHARGE);
        house.clock.advance(Duration.ofMinutes(60));
        await().until(() -> {
            house.clock.advance(Duration.ofMinutes(1));
            return house.action(window.id()).state() == ActionState.FAILED;
        });
        assertThat(house.action(window.id()).errorCode()).contains(FaultCode.REVERT_FAILED);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            house.clock.advance(Duration.ofMinutes(20));
            return mode() == Command.AUTO_BALANCED;
        });
        assertThat(house.action(window.id()).state()).isEqualTo(ActionState.FAILED);
    }

    @Test
    void whatCouldNotBeginWhileNothingRanIsMissedAndAnOpenWindowStartsLate() {
        Action bare = passed(house.push("charge", at(10), Optional.empty(), Optional.empty()));
        house.restartAfter(Duration.ofMinutes(16));
        Action missed = awaitState(bare, ActionState.FAILED);
        assertThat(missed.errorCode()).contains(FaultCode.MISSED_WINDOW);
        Action window = passed(house.push("discharge", at(20), at(60), Optional.empty()));
        house.restartAfter(Duration.ofMinutes(30));
        await().until(() -> mode() == Command.DISCHARGE);
        assertThat(house.action(window.id()).end()).contains(plus(60));
    }

    private static Instant plus(long minutes) {
        return House.START.plus(Duration.ofMinutes(minutes));
    }

    private static Optional<String> at(long minutes) {
        return Optional.of(plus(minutes).toString());
    }

    private Command mode() {
        return ((BatteryState) house.read().state().orElseThrow()).currentMode().orElseThrow();
    }

    private Action awaitState(Action action, ActionState state) {
        return await().until(() -> house.action(action.id()), now -> now.state() == state);
    }

    private static SandboxControls controls(
            Optional<FaultCode> error, boolean timeoutAfterApply, Optional<RevertFailure> revert) {
        return new SandboxControls(
                error.map(code -> new Failure(code, Optional.empty())),
                Optional.empty(),
                false,
                timeoutAfterApply,
                false,
                revert);
    }
}
