package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.CheckedPush;
import energy.amps.check.Timing;
import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionState;
import energy.amps.server.testing.House;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories that went wrong once, found by {@link EngineProperties} or by reading; each on the pure functions alone. */
class UnrulyVendorsTest {
    private static final Duration WINDOW = Duration.ofMinutes(30);

    /** A step from applying back to submitted is not in the table: the action stood still for ever. */
    @Test
    void whatTheVendorTookStaysTakenWhenItIsVagueLater() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS_LATER, Fate.SUBMITS));
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        answerAll(bench);
        bench.passToNext();
        answerAll(bench);
        assertThat(now(bench, push).stage()).isEqualTo(Stage.APPLYING);
        rest(bench);
        assertThat(now(bench, push).state()).isEqualTo(ActionState.COMPLETED);
    }

    @Test
    void commandThatIsOnlyEverReceivedEndsUnknown() {
        Bench bench = new Bench(List.of());
        bench.vendor.always(Fate.SUBMITS);
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        runUntil(bench, Duration.ofMinutes(40));
        assertThat(now(bench, push).state()).isEqualTo(ActionState.FAILED);
    }

    @Test
    void commandThatIsTakenAndNeverAppliedEnds() {
        Bench bench = new Bench(List.of());
        bench.vendor.always(Fate.ACCEPTS_LATER);
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        runUntil(bench, Duration.ofMinutes(40));
        assertThat(now(bench, push).state()).isEqualTo(ActionState.FAILED);
    }

    /** Such a return was asked after for ever, and its action never failed. */
    @Test
    void returnThatIsOnlyEverReceivedFailsAfterItsHour() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS));
        LiveAction window = window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.vendor.always(Fate.SUBMITS);
        runUntil(bench, WINDOW.plus(Duration.ofMinutes(61)));
        assertThat(now(bench, window).report().error()).map(Fault::code).contains(FaultCode.REVERT_FAILED);
    }

    /** It was looked at about every second for its hour: the back-off went by the sendings, of which there was one. */
    @Test
    void returnThatCannotBeReadIsLookedAtEverMoreRarely() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS));
        window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.vendor.always(Fate.UNKNOWN_NOT_APPLIED);
        bench.pass(WINDOW);
        int looks = 0;
        var until = bench.now().plus(EngineRules.RETURN_LIMIT);
        for (int i = 0; i < 10_000 && bench.now().isBefore(until); i++) {
            looks += (int) bench.out().stream()
                    .filter(call -> call.effect() instanceof Effect.Look)
                    .count();
            answerAll(bench);
            bench.passToNext();
        }
        assertThat(bench.now()).isAfterOrEqualTo(until);
        assertThat(looks).isBetween(10, 80);
    }

    /** The wake-up was spent, its row stayed with the node, and the action stood still as long as the node lived. */
    @Test
    void clockThatStepsBackBetweenHandingOutAndTurnLosesNoAction() {
        Bench bench = new Bench(List.of());
        LiveAction push =
                push(bench, Command.CHARGE, new Timing.Scheduled(bench.now().plusMillis(800)));
        bench.passToNextAndBack(Duration.ofMillis(30));
        assertThat(now(bench, push).stage()).isEqualTo(Stage.WAITING);
        rest(bench);
        assertThat(now(bench, push).state()).isEqualTo(ActionState.COMPLETED);
    }

    /** Such a call began late, and was read before it could show: the command went out again, and both came to hold. */
    @Test
    void callThatComesBackLateIsNotReadBeforeItHasSettled() {
        Bench bench = new Bench(List.of(Fate.UNKNOWN_NOT_APPLIED));
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        bench.pass(Duration.ofSeconds(28));
        answerAll(bench);
        assertThat(dueAt(bench, push)).isEqualTo(bench.now().plus(BenchVendor.PROFILE.settleTime()));
    }

    /** The node may have begun the call just before its lease lapsed. */
    @Test
    void callOfADeadNodeIsNotReadBeforeItCannotComeAnyMore() {
        Bench bench = new Bench(List.of(Fate.UNKNOWN_NOT_APPLIED));
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        bench.pass(Duration.ofSeconds(10));
        bench.crash();
        assertThat(dueAt(bench, push))
                .isEqualTo(bench.now().plus(BenchVendor.PROFILE.callTimeout()).plus(BenchVendor.PROFILE.settleTime()));
    }

    private static Instant dueAt(Bench bench, LiveAction action) {
        return bench.docket()
                .find(action.id())
                .flatMap(LiveAction::timer)
                .flatMap(LiveAction.Timer::due)
                .orElseThrow()
                .at();
    }

    /** Contract section 5: never re-sent once accepted; the {@link Auditor} counts the sendings. */
    @Test
    void whatTheVendorTookIsNotSentAgainWhenAReadingDoesNotShowIt() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS_LATER, Fate.UNKNOWN_NOT_APPLIED));
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        rest(bench);
        assertThat(now(bench, push).state()).isEqualTo(ActionState.FAILED);
    }

    /** The acceptance alone was held to have overwritten the closed window's mode; the device then kept it for ever. */
    @Test
    void heirThatIsTakenAndThenRefusedBringsTheDeviceBack() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS, Fate.REJECTS, Fate.ACCEPTS_LATER, Fate.REJECTS));
        LiveAction window = window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.pass(WINDOW);
        answerAll(bench);
        LiveAction heir = push(bench, Command.CHARGE, new Timing.Immediate());
        rest(bench);
        assertThat(now(bench, window).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(now(bench, heir).state()).isEqualTo(ActionState.FAILED);
        assertThat(bench.vendor.standing()).isEqualTo(BenchVendor.NATIVE);
    }

    @Test
    void heirWhoseOutcomeStaysUnknownBringsTheDeviceBack() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS, Fate.REJECTS));
        window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.pass(WINDOW);
        answerAll(bench);
        bench.vendor.always(Fate.UNKNOWN_NOT_APPLIED);
        LiveAction heir = push(bench, Command.CHARGE, new Timing.Immediate());
        runUntil(bench, Duration.ofMinutes(20));
        assertThat(now(bench, heir).report().error()).map(Fault::code).contains(FaultCode.OUTCOME_UNKNOWN);
        assertThat(bench.vendor.standing()).isEqualTo(Instruction.of(Command.DISCHARGE));
        bench.vendor.always(Fate.ACCEPTS);
        rest(bench);
        assertThat(bench.vendor.standing()).isEqualTo(BenchVendor.NATIVE);
    }

    /**
     * A waiting push has a wake-up in memory for each time it was moved. One that came after its command had gone out was
     * taken for the death of the sender: the vendor's answer was then dropped, and a refused command sent again.
     */
    @Test
    void wakeUpLeftInMemoryDoesNotTakeACallThatIsOutForLost() {
        Bench bench = new Bench(List.of(Fate.ACCEPTS, Fate.REJECTS, Fate.REJECTS));
        window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.pass(WINDOW);
        LiveAction push = push(bench, Command.CHARGE, new Timing.Immediate());
        assertThat(now(bench, push).stage()).isEqualTo(Stage.READY);
        answerAll(bench);
        bench.pass(Duration.ZERO);
        assertThat(now(bench, push).stage()).isEqualTo(Stage.SENDING);
        bench.pass(EngineRules.LANE_WAIT.multipliedBy(2));
        assertThat(now(bench, push).stage()).isEqualTo(Stage.SENDING);
        answerAll(bench);
        assertThat(now(bench, push).state()).isEqualTo(ActionState.FAILED);
    }

    /** The return that a late heir owes was sent beside the call that it was waiting for. */
    @Test
    void heirThatIsTooLateWaitsForTheLaneBeforeItBringsTheDeviceBack() {
        Bench bench = new Bench(List.of());
        window(bench, Command.DISCHARGE);
        answerAll(bench);
        bench.pass(WINDOW);
        LiveAction heir = push(bench, Command.CHARGE, new Timing.Immediate());
        bench.pass(Duration.ofMinutes(6));
        assertThat(now(bench, heir).stage()).isEqualTo(Stage.READY);
        rest(bench);
        assertThat(now(bench, heir).report().error()).map(Fault::code).contains(FaultCode.MISSED_WINDOW);
        assertThat(bench.vendor.standing()).isEqualTo(BenchVendor.NATIVE);
    }

    private static LiveAction push(Bench bench, Command command, Timing timing) {
        return House.passed(bench.push(new CheckedPush(command, Optional.empty(), timing, Optional.empty())));
    }

    /** An open window, its opening out. */
    private static LiveAction window(Bench bench, Command command) {
        LiveAction window = push(
                bench, command, new Timing.Windowed(bench.now(), bench.now().plus(WINDOW)));
        bench.pass(Duration.ZERO);
        return window;
    }

    private static LiveAction now(Bench bench, LiveAction action) {
        return bench.auditor().ledger().stream()
                .filter(a -> a.id().equals(action.id()))
                .findFirst()
                .orElseThrow();
    }

    private static void answerAll(Bench bench) {
        bench.out().forEach(bench::answer);
    }

    private static void runUntil(Bench bench, Duration time) {
        var until = bench.now().plus(time);
        while (bench.now().isBefore(until) && !bench.docket().live().isEmpty()) {
            answerAll(bench);
            bench.passToNext();
        }
    }

    /** A good vendor from here on, until nothing is left to do. */
    private static void rest(Bench bench) {
        for (int i = 0; !bench.docket().live().isEmpty(); i++) {
            assertThat(i).as("left: %s", bench.docket().live()).isLessThan(10_000);
            answerAll(bench);
            bench.passToNext();
        }
    }
}
