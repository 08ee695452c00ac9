package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Actions that fall due, in one instant and spread over a stretch of time, beside db-scheduler with no-op tasks. */
final class DueScenario {
    private static final double GOAL = 3.0;
    private static final double P50_BOUND_MILLIS = 5;
    private static final double P99_BOUND_MILLIS = 50;

    /** Storing is slower than nothing: what a batch needs to be in the table before it is due. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    private static final int STORED_PER_SECOND = 4_000;

    private final Scene scene;
    private final Options.DueSize size;

    DueScenario(Scene scene) {
        this.scene = scene;
        this.size = scene.options().due();
    }

    private record Rounds(List<Drained> ours, List<Drained> peer) {}

    /** Works a batch off. */
    @FunctionalInterface
    private interface Side {
        Drained drain(Batch batch) throws Exception;
    }

    Report run() throws Exception {
        scene.postgres().run("create schema bench");
        Fleet fleet = Fleet.like(scene.server().battery(), Math.max(size.spread(), size.burst()), scene.postgres());
        DueActions actions = DueActions.like(scene.server(), scene.postgres(), scene.clock(), fleet);
        try (DbSchedulerPeer peer = DbSchedulerPeer.start(scene.postgres(), scene.clock())) {
            // The first burst of each warms it up and does not count.
            Rounds bursts = new Rounds(new ArrayList<>(), new ArrayList<>());
            for (int i = -1; i < scene.options().rounds(); i++) {
                Drained theirs = drain("burst, db-scheduler", peer::drain, size.burst(), Duration.ZERO);
                Drained ours = drain("burst, server", actions::drain, size.burst(), Duration.ZERO);
                if (i >= 0) {
                    bursts.peer().add(theirs);
                    bursts.ours().add(ours);
                }
            }
            Rounds spread = new Rounds(
                    List.of(drain("spread, server", actions::drain, size.spread(), size.within())),
                    List.of(drain("spread, db-scheduler", peer::drain, size.spread(), size.within())));
            return report(bursts, spread);
        }
    }

    private Drained drain(String name, Side side, int count, Duration within) throws Exception {
        Instant from = scene.clock().instant().plus(LEAD).plusMillis(count * 1000L / STORED_PER_SECOND);
        Drained drained = side.drain(new Batch(count, from, within));
        scene.progress(String.format(
                Locale.ROOT,
                "due, %s: %d in %.2f s, late p50 %.1f p99 %.1f ms",
                name,
                count,
                drained.time().toMillis() / 1000.0,
                drained.begun().p50(),
                drained.begun().p99()));
        return drained;
    }

    private Report report(Rounds bursts, Rounds spread) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < bursts.ours().size(); i++) {
            ratios.add(bursts.ours().get(i).perSecond() / bursts.peer().get(i).perSecond());
        }
        List<String> columns = List.of(
                "", "drained/s", "begun late: p50 ms", "p99 ms", "max ms", "ended late: p50 ms", "p99 ms", "max ms");
        double rate = size.spread() / (size.within().toMillis() / 1000.0);
        String steady = String.format(
                Locale.ROOT, "%d over %d s", size.spread(), size.within().toSeconds());
        String burst = String.format(Locale.ROOT, "%d at once", size.burst());
        return new Report(
                "due: actions that fall due",
                ("Full rows, copied from one real push, each for another device and ended as completed by a sandbox without"
                                + " delays; %s in %d rounds after one of warm-up, server and peer in turn, and %s once (%.0f/s)."
                                + " Begun: from `start` to the vendor's taking of the command; ended: to completion. The peer:"
                                + " db-scheduler with lock-and-fetch, %d threads and connections, polling every %d ms, no-op tasks"
                                + " in a table of the same database; late until its task runs. Drained: from the instant until"
                                + " nothing is due. Median (min..max) over the rounds.")
                        .formatted(
                                burst,
                                scene.options().rounds(),
                                steady,
                                rate,
                                DbSchedulerPeer.THREADS,
                                DbSchedulerPeer.POLLING.toMillis()),
                List.of(new Report.Table(
                        columns,
                        List.of(
                                cells("server, " + burst, bursts.ours()),
                                cells("db-scheduler, " + burst, bursts.peer()),
                                cells("server, " + steady, spread.ours()),
                                cells("db-scheduler, " + steady, spread.peer())))),
                List.of(
                        Report.atLeast("drained/s of a burst as a multiple of db-scheduler's", Spread.of(ratios), GOAL),
                        below(
                                "begun late, p50 of " + steady,
                                spread.ours(),
                                d -> d.begun().p50(),
                                P50_BOUND_MILLIS),
                        below(
                                "begun late, p99 of " + steady,
                                spread.ours(),
                                d -> d.begun().p99(),
                                P99_BOUND_MILLIS)));
    }

    private static String below(
            String what, List<Drained> rounds, ToDoubleFunction<Drained> figure, double boundMillis) {
        return Report.below(what, spread(rounds, figure), boundMillis, "ms");
    }

    private static List<String> cells(String name, List<Drained> rounds) {
        List<ToDoubleFunction<Drained>> figures = List.of(
                d -> d.begun().p50(),
                d -> d.begun().p99(),
                d -> d.begun().max(),
                d -> d.ended().p50(),
                d -> d.ended().p99(),
                d -> d.ended().max());
        List<String> cells =
                new ArrayList<>(List.of(name, spread(rounds, Drained::perSecond).text(0)));
        figures.forEach(figure -> cells.add(spread(rounds, figure).text(1)));
        return cells;
    }

    private static Spread spread(List<Drained> rounds, ToDoubleFunction<Drained> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
