package energy.amps.connector.sandbox;

import static energy.amps.command.Parameter.POWER;
import static energy.amps.command.Parameter.TARGET;
import static energy.amps.connector.sandbox.Rig.charge;
import static energy.amps.connector.sandbox.Rig.discharge;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The misbehaviour that a push can ask for (contract section 11). */
class SandboxControlsTest {

    private static final Instruction CHARGE = charge(TARGET, 80, POWER, 2);
    private static final Instruction BALANCED = Instruction.of(Command.AUTO_BALANCED);

    private final Rig battery = Rig.at("2026-06-02T12:00:00Z");
    private final ConnectorState before = battery.state();

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void anErrorRejectsWithItsCodeAndASentence(FaultCode code) {
        Outcome outcome = push(error(code, Optional.empty()));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.message()).endsWith(".").doesNotContain(code.name());
        });
        assertThat(battery.state()).isEqualTo(before);
    }

    @Test
    void anErrorSaysWhatItWasTold() {
        assertThat(push(error(FaultCode.DEVICE_OFFLINE, Optional.of("on the moon"))))
                .isEqualTo(new Outcome.Rejected(FaultCode.DEVICE_OFFLINE, "on the moon"));
    }

    @Test
    void anErrorComesAtOnceHoweverSlowTheVendor() {
        Rig slow = Rig.of("Sandbox Battery 10", Map.of(), "2026-06-02T12:00:00Z");
        SandboxControls controls = error(FaultCode.DEVICE_OFFLINE, Optional.empty());

        assertThat(slow.apply(CHARGE, slow.attempt(Attempt.Purpose.APPLY, 1, controls)))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void anIgnoredPushIsAcceptedAndLeavesTheBatteryUntouched() {
        Outcome outcome =
                push(new SandboxControls(Optional.empty(), Optional.empty(), true, false, false, Optional.empty()));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, a -> assertThat(a.appliedAfter())
                .isEmpty());
        assertThat(battery.state()).isEqualTo(before);
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(battery.wait("PT3H").level()).isEqualTo(90);
    }

    @Test
    void aLostAnswerIsUnknownAndTheReadingShowsThatItHolds() {
        Outcome outcome =
                push(new SandboxControls(Optional.empty(), Optional.empty(), false, true, false, Optional.empty()));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> assertThat(unknown.code())
                .isEqualTo(FaultCode.TIMEOUT));
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.HOLDS);
    }

    /** Otherwise the platform would take it for lost, and send it again. */
    @Test
    void aLostAnswerToADelayedPushCannotBeToldUntilThePushTakesHold() {
        push(new SandboxControls(
                Optional.empty(), Optional.of(Duration.ofSeconds(10)), false, true, false, Optional.empty()));

        assertThat(battery.wait("PT9.999S").verify(CHARGE)).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(battery.wait("PT0.001S").verify(CHARGE)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aForeignSchedulerIsInTheWay() {
        assertThat(push(foreignScheduler()))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code())
                        .isEqualTo(FaultCode.SCHEDULER_ACTIVE));
        assertThat(battery.state()).isEqualTo(before);
    }

    @Test
    void aForeignSchedulerIsClearedWhereThePushMay() {
        Outcome outcome = battery.apply(
                CHARGE, new Attempt("a", Attempt.Purpose.APPLY, 1, battery.now(), true, foreignScheduler()));

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aForeignSchedulerIsNotRemembered() {
        push(foreignScheduler());

        assertThat(push(SandboxControls.NONE)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aDelayedPushTakesHoldAtItsDelay() {
        Outcome outcome = push(delay("PT1H"));

        assertThat(outcome)
                .isInstanceOfSatisfying(Outcome.Submitted.class, submitted -> assertThat(submitted.askAfter())
                        .isEqualTo(Duration.ofHours(1)));
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);
        // Still on the untouched curve, 7 % an hour.
        assertThat(battery.wait("PT30M").level()).isEqualTo(74.5);
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(battery.wait("PT30M").level()).isEqualTo(78);
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.HOLDS);
        assertThat(battery.chargeRate()).isEqualTo(2);
    }

    @Test
    void aSettingsWriteLeavesADelayedPushOnItsWay() {
        push(delay("PT1H"));
        battery.wait("PT30M").set(Setting.CHARGE_CEILING, 79, Unit.PERCENT);
        assertThat(battery.mode()).isEqualTo(Command.AUTO_BALANCED);

        battery.wait("PT5H");
        assertThat(battery.mode()).isEqualTo(Command.CHARGE);
        assertThat(battery.level()).isEqualTo(79);
    }

    @Test
    void aNewerPushTakesThePlaceOfOneOnItsWay() {
        push(delay("PT1H"));
        battery.wait("PT30M").push(Instruction.of(Command.IDLE)).wait("PT5H");

        assertThat(battery.mode()).isEqualTo(Command.IDLE);
        assertThat(battery.level()).isEqualTo(74.5);
    }

    @Test
    void aDelayedPushThatHasTakenHoldIsWhatTheNextFollows() {
        push(delay("PT1H"));
        battery.wait("PT90M").push(Instruction.of(Command.IDLE));

        // 71 at noon, 78 an hour later, then 2 kW until 80.
        assertThat(battery.level()).isEqualTo(80);
    }

    @Test
    void aReturnFailsAsOftenAsAskedAndThenHolds() {
        SandboxControls controls = revert(FaultCode.DEVICE_OFFLINE, 2);
        battery.push(CHARGE);

        assertThat(giveBack(1, controls)).isInstanceOf(Outcome.Rejected.class);
        assertThat(giveBack(2, controls)).isInstanceOf(Outcome.Rejected.class);
        assertThat(battery.verify(BALANCED)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(giveBack(3, controls)).isInstanceOf(Outcome.Accepted.class);
        assertThat(battery.verify(BALANCED)).isEqualTo(Verdict.HOLDS);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCode.class,
            names = {"TIMEOUT", "NETWORK_ERROR", "UNKNOWN_ERROR"})
    void aReturnThatBreaksOnTheLineIsUnknownAndDidNotHappen(FaultCode code) {
        battery.push(CHARGE);

        assertThat(giveBack(1, revert(code, 1)))
                .isInstanceOfSatisfying(Outcome.Unknown.class, unknown -> assertThat(unknown.code())
                        .isEqualTo(code));
        assertThat(battery.verify(CHARGE)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void aFailingReturnDoesNotFailTheOpening() {
        assertThat(push(revert(FaultCode.TIMEOUT, 9))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void theFailuresOfAPushDoNotFailItsReturn() {
        battery.push(CHARGE);
        SandboxControls all = new SandboxControls(
                Optional.of(new SandboxControls.Failure(FaultCode.DEVICE_OFFLINE, Optional.empty())),
                Optional.empty(),
                true,
                true,
                true,
                Optional.empty());

        assertThat(giveBack(1, all)).isInstanceOf(Outcome.Accepted.class);
        assertThat(battery.verify(BALANCED)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void verifyingComparesTheWholeInstruction() {
        battery.push(discharge(TARGET, 30, POWER, 2));

        assertThat(battery.verify(discharge(TARGET, 30.0, POWER, 2.0))).isEqualTo(Verdict.HOLDS);
        assertThat(battery.verify(discharge(TARGET, 31, POWER, 2))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(battery.verify(discharge(TARGET, 30))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(battery.verify(charge(TARGET, 30, POWER, 2))).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    private Outcome push(SandboxControls controls) {
        return battery.apply(CHARGE, battery.attempt(Attempt.Purpose.APPLY, 1, controls));
    }

    private Outcome giveBack(int number, SandboxControls controls) {
        return battery.apply(BALANCED, battery.attempt(Attempt.Purpose.RETURN, number, controls));
    }

    private static SandboxControls error(FaultCode code, Optional<String> message) {
        return new SandboxControls(
                Optional.of(new SandboxControls.Failure(code, message)),
                Optional.empty(),
                false,
                false,
                false,
                Optional.empty());
    }

    private static SandboxControls foreignScheduler() {
        return new SandboxControls(Optional.empty(), Optional.empty(), false, false, true, Optional.empty());
    }

    private static SandboxControls delay(String delay) {
        return new SandboxControls(
                Optional.empty(), Optional.of(Duration.parse(delay)), false, false, false, Optional.empty());
    }

    private static SandboxControls revert(FaultCode code, int times) {
        return new SandboxControls(
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                Optional.of(new SandboxControls.RevertFailure(code, times)));
    }
}
