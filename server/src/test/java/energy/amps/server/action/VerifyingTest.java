package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.CheckedPush;
import energy.amps.check.Timing;
import energy.amps.command.Command;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.server.action.Verification.State;
import energy.amps.server.store.ActionState;
import energy.amps.server.testing.House;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How accepted writes are read back, on the pure functions; the vendor here needs ten seconds to show a write. */
class VerifyingTest {
    private static final ConnectorProfile PROFILE = BenchVendor.PROFILE;

    @Test
    void deviceIsReadBackWhenItsSettleTimeHasPassedAndNotBefore() {
        Bench bench = new Bench(List.of());
        LiveAction push = accepted(bench, new Timing.Immediate());
        assertThat(now(bench, push).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(now(bench, push).stage()).isEqualTo(Stage.STANDING);
        bench.pass(PROFILE.settleTime().minusMillis(1));
        assertThat(bench.out()).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(bench.out()).singleElement().satisfies(call -> assertThat(call.effect())
                .isInstanceOf(Effect.Look.class));
        answerAll(bench);
        assertThat(state(bench, push)).isEqualTo(State.CONFIRMED);
        assertThat(bench.docket().live()).isEmpty();
    }

    /** A vendor's cloud may show for a while what it knew before, under an instant that says so. */
    @Test
    void readingThatIsOlderThanTheWriteSettlesNothing() {
        Bench bench = new Bench(List.of());
        LiveAction standing = now(bench, accepted(bench, new Timing.Immediate()));
        Instant counts =
                standing.verification().flatMap(Verification::countsFrom).orElseThrow();
        Instant now = counts.plusSeconds(20);
        Settlement settlement = new Settlement(bench.vendor, new EngineRules(Duration.ofMinutes(5)), now, now);

        Stepped old = settlement.seen(bench.docket(), standing, seen(Verdict.DOES_NOT_HOLD, counts.minusMillis(1)));
        Stepped fresh = settlement.seen(bench.docket(), standing, seen(Verdict.DOES_NOT_HOLD, counts));

        assertThat(verification(old, standing).state()).isEqualTo(State.PENDING);
        assertThat(verification(fresh, standing).state()).isEqualTo(State.CONTRADICTED);
        assertThat(verification(fresh, standing).checkedAt()).contains(now);
    }

    /** What was read of the device a moment ago is as fresh as before: nothing was sent. */
    @Test
    void readingThatVerifiesAWriteIsNone() {
        Bench bench = new Bench(List.of());
        LiveAction standing = now(bench, accepted(bench, new Timing.Immediate()));
        Instant counts =
                standing.verification().flatMap(Verification::countsFrom).orElseThrow();
        Settlement settlement = new Settlement(bench.vendor, new EngineRules(Duration.ofMinutes(5)), counts, counts);

        Stepped verified = settlement.seen(bench.docket(), standing, seen(Verdict.HOLDS, counts));

        assertThat(verified.docket().find(standing.id()).orElseThrow().stage()).isEqualTo(Stage.DONE);
        assertThat(new DocketWriter.Change(bench.docket(), verified.docket()).isOfAWrite())
                .isFalse();
    }

    @Test
    void deviceThatCannotBeReadIsLookedAtEverMoreRarelyAndGivenUp() {
        Bench bench = new Bench(List.of());
        LiveAction push = accepted(bench, new Timing.Immediate());
        bench.vendor.always(Fate.UNKNOWN_NOT_APPLIED);
        Instant begun = bench.now();
        int looks = 0;
        while (!bench.docket().live().isEmpty()) {
            looks += bench.out().size();
            answerAll(bench);
            bench.passToNext();
        }
        assertThat(state(bench, push)).isEqualTo(State.UNVERIFIABLE);
        assertThat(looks).isBetween(5, 12);
        assertThat(bench.now()).isBefore(begun.plus(EngineRules.VERIFY_LIMIT).plus(Duration.ofMinutes(6)));
    }

    /** What the device does from then on says nothing of the earlier command. */
    @Test
    void nextCommandEndsWhatIsStillToBeVerified() {
        Bench bench = new Bench(List.of());
        LiveAction first = accepted(bench, new Timing.Immediate());
        LiveAction second = accepted(bench, new Timing.Immediate());
        assertThat(state(bench, first)).isEqualTo(State.UNVERIFIABLE);
        assertThat(now(bench, first).stage()).isEqualTo(Stage.DONE);
        bench.pass(PROFILE.settleTime());
        answerAll(bench);
        assertThat(state(bench, second)).isEqualTo(State.CONFIRMED);
    }

    @Test
    void windowIsVerifiedWhileItIsOpenAndReturnedAtItsEnd() {
        Bench bench = new Bench(List.of());
        LiveAction window =
                accepted(bench, new Timing.Windowed(bench.now(), bench.now().plus(Duration.ofMinutes(30))));
        bench.pass(PROFILE.settleTime());
        answerAll(bench);
        assertThat(state(bench, window)).isEqualTo(State.CONFIRMED);
        assertThat(now(bench, window).stage()).isEqualTo(Stage.OPEN);
        bench.pass(Duration.ofMinutes(30));
        answerAll(bench);
        assertThat(now(bench, window).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(bench.vendor.standing()).isEqualTo(BenchVendor.NATIVE);
    }

    @Test
    void windowThatClosesBeforeAReadingToldIsUnverifiable() {
        Bench bench = new Bench(List.of());
        LiveAction window =
                accepted(bench, new Timing.Windowed(bench.now(), bench.now().plus(Duration.ofSeconds(5))));
        bench.pass(Duration.ofSeconds(5));
        answerAll(bench);
        assertThat(now(bench, window).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(state(bench, window)).isEqualTo(State.UNVERIFIABLE);
    }

    /** A step must not fail over what it only looks at: the command would never be completed. */
    @Test
    void connectorThatThrowsOverAReadingTellsNothing() {
        Bench bench = new Bench(List.of());
        bench.vendor.throwsOverReadings();
        LiveAction push = accepted(bench, new Timing.Immediate());
        while (!bench.docket().live().isEmpty()) {
            bench.passToNext();
            answerAll(bench);
        }
        assertThat(now(bench, push).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(state(bench, push)).isEqualTo(State.UNVERIFIABLE);
    }

    private static LiveAction accepted(Bench bench, Timing timing) {
        CheckedPush push = new CheckedPush(Command.CHARGE, Optional.empty(), timing, Optional.empty());
        LiveAction action = House.passed(bench.push(push));
        bench.pass(Duration.ZERO);
        answerAll(bench);
        return action;
    }

    private static ReadBack seen(Verdict verdict, Instant at) {
        return new ReadBack(
                new ReadOutcome.Reading(
                        at,
                        new BatteryState(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        Map.of(),
                        Optional.empty()),
                verdict,
                List.of());
    }

    private static Verification verification(Stepped stepped, LiveAction action) {
        return stepped.docket().find(action.id()).orElseThrow().verification().orElseThrow();
    }

    private static State state(Bench bench, LiveAction action) {
        return now(bench, action).verification().orElseThrow().state();
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
}
