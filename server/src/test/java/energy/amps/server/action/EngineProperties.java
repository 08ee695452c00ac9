package energy.amps.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.CheckedPush;
import energy.amps.check.Timing;
import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * What holds for the engine's pure functions whatever comes in whatever order: pushes, withdrawals, instants near and far,
 * answers early, late and lost, and nodes that die. The {@link Auditor} judges every single step on the way.
 */
class EngineProperties {
    private static final int MOST_STEPS = 60_000;

    sealed interface Move {
        record Push(
                Command command,
                int target,
                Execution shape,
                Duration startsIn,
                Duration lasts,
                Optional<ConflictStrategy> strategy)
                implements Move {}

        record Cancel(int which) implements Move {}

        record End(int which) implements Move {}

        record Pass(Duration time) implements Move {}

        record Answer(int which) implements Move {}

        record LoseStep(int which) implements Move {}

        record Crash() implements Move {}
    }

    /** The vendor comes to its senses in the end, and then everything comes to rest, with the device where it belongs. */
    @Property(tries = 3000)
    void everyStepKeepsTheRulesAndEverythingComesToRest(
            @ForAll("moves") List<Move> moves, @ForAll("fates") List<Fate> fates) {
        Bench bench = new Bench(fates);
        moves.forEach(move -> play(bench, move));
        bench.vendor.always(Fate.ACCEPTS);
        for (int i = 0; !bench.docket().live().isEmpty(); i++) {
            assertThat(i)
                    .as("steps to come to rest; left: %s", bench.docket().live())
                    .isLessThan(MOST_STEPS);
            bench.out().forEach(bench::answer);
            bench.passToNext();
        }
        assertThat(bench.auditor().ledger()).allMatch(action -> action.state().isTerminal());
    }

    /** However long a vendor plays one trick, integrators get their answers: each action ends within its time. */
    @Property(tries = 300)
    void nothingStaysUnfinishedForEverUnderAStubbornVendor(
            @ForAll("moves") List<Move> moves, @ForAll("fates") List<Fate> fates, @ForAll Fate stubborn) {
        Bench bench = new Bench(fates);
        moves.forEach(move -> play(bench, move));
        bench.vendor.always(stubborn);
        Instant latest = bench.auditor().ledger().stream()
                .map(action -> action.order().end().orElse(action.beginsAt()))
                .filter(bench.now()::isBefore)
                .max(Instant::compareTo)
                .orElse(bench.now())
                .plus(EngineRules.SETTLE_LIMIT.multipliedBy(3))
                .plus(EngineRules.RETURN_LIMIT)
                .plus(Duration.ofMinutes(10));
        for (int i = 0; bench.now().isBefore(latest); i++) {
            assertThat(i)
                    .as("steps until %s; left: %s", latest, bench.docket().live())
                    .isLessThan(MOST_STEPS);
            bench.out().forEach(bench::answer);
            if (!bench.passToNext() && bench.out().isEmpty()) {
                break;
            }
        }
        assertThat(bench.auditor().ledger()).as("at %s", bench.now()).allMatch(action -> action.state()
                .isTerminal());
    }

    /** A device that drops what it is told is told again and again, and never what another command has replaced. */
    @Property(tries = 1000)
    void whatIsToldAgainIsWhatStands(@ForAll("moves") List<Move> moves, @ForAll("fates") List<Fate> fates) {
        Bench bench = new Bench(fates);
        bench.vendor.renews(Duration.ofSeconds(45));
        moves.forEach(move -> play(bench, move));
        bench.vendor.always(Fate.ACCEPTS);
        for (int i = 0; !bench.docket().live().stream().allMatch(EngineProperties::onlyStands); i++) {
            assertThat(i)
                    .as("steps to come to rest; left: %s", bench.docket().live())
                    .isLessThan(MOST_STEPS);
            bench.out().forEach(bench::answer);
            bench.passToNext();
        }
        assertThat(bench.docket().live()).hasSizeLessThanOrEqualTo(1);
        assertThat(bench.docket().live())
                .allMatch(action -> Renewing.instruction(action).equals(bench.vendor.standing()));
        assertThat(bench.auditor().ledger()).allMatch(action -> action.state().isTerminal());
    }

    private static boolean onlyStands(LiveAction action) {
        return action.state().isTerminal()
                && !action.isToBeVerified()
                && (action.stage() == Stage.STANDING || action.stage() == Stage.RENEWING);
    }

    private static void play(Bench bench, Move move) {
        switch (move) {
            case Move.Push push -> bench.push(checked(push, bench.now()));
            case Move.Cancel(int which) -> pick(bench.docket().live(), which).ifPresent(bench::cancel);
            case Move.End(int which) -> pick(bench.docket().live(), which).ifPresent(bench::end);
            case Move.Pass(Duration time) -> bench.pass(time);
            case Move.Answer(int which) -> pick(bench.out(), which).ifPresent(bench::answer);
            case Move.LoseStep(int which) -> pick(bench.out(), which).ifPresent(bench::loseTheStepOf);
            case Move.Crash() -> bench.crash();
        }
    }

    private static <T> Optional<T> pick(List<T> from, int which) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(which % from.size()));
    }

    private static CheckedPush checked(Move.Push push, Instant now) {
        Instant start = now.plus(push.startsIn());
        Timing timing =
                switch (push.shape()) {
                    case IMMEDIATE -> new Timing.Immediate();
                    case SCHEDULED -> new Timing.Scheduled(start);
                    case WINDOWED -> new Timing.Windowed(start, start.plus(push.lasts()));
                };
        return new CheckedPush(
                push.command(),
                Optional.of(Map.of(Parameter.TARGET, Quantity.of(push.target(), Unit.PERCENT))),
                timing,
                push.strategy());
    }

    @Provide
    Arbitrary<List<Fate>> fates() {
        return Arbitraries.frequency(
                        Tuple.of(6, Fate.ACCEPTS),
                        Tuple.of(2, Fate.ACCEPTS_LATER),
                        Tuple.of(2, Fate.SUBMITS),
                        Tuple.of(2, Fate.REJECTS),
                        Tuple.of(2, Fate.UNKNOWN_APPLIED),
                        Tuple.of(2, Fate.UNKNOWN_NOT_APPLIED))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        Arbitrary<Integer> which = Arbitraries.integers().between(0, 20);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, pushes()),
                        Tuple.of(10, times().map(Move.Pass::new)),
                        Tuple.of(10, which.map(Move.Answer::new)),
                        Tuple.of(2, which.map(Move.End::new)),
                        Tuple.of(1, which.map(Move.Cancel::new)),
                        Tuple.of(1, which.map(Move.LoseStep::new)),
                        Tuple.of(1, Arbitraries.create(Move.Crash::new)))
                .list()
                .ofMaxSize(50);
    }

    private static Arbitrary<Move> pushes() {
        return Combinators.combine(
                        Arbitraries.of(Command.CHARGE, Command.DISCHARGE, Command.AUTO_EXPORT),
                        Arbitraries.integers().between(10, 13),
                        Arbitraries.of(Execution.class),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.of(Duration.ZERO, Duration.ofSeconds(30))),
                                Tuple.of(2, Arbitraries.of(Duration.ofMinutes(10), Duration.ofMinutes(45))),
                                Tuple.of(1, Arbitraries.of(Duration.ofHours(30)))),
                        Arbitraries.of(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(30),
                                Duration.ofHours(20)),
                        Arbitraries.of(ConflictStrategy.class).optional(0.8))
                .as(Move.Push::new);
    }

    private static Arbitrary<Duration> times() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 300).map(Duration::ofMillis)),
                Tuple.of(4, Arbitraries.longs().between(1, 90).map(Duration::ofSeconds)),
                Tuple.of(3, Arbitraries.longs().between(2, 40).map(Duration::ofMinutes)),
                Tuple.of(1, Arbitraries.longs().between(1, 40).map(Duration::ofHours)));
    }
}
