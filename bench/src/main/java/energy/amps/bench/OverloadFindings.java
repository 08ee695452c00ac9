package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What was found under and after too much load.
 *
 * @param load what it was
 * @param tally what became of its calls
 * @param heap the server's
 * @param kept what the database says of what was accepted
 * @param recovery how it came back
 * @param allEnded whether everything that was accepted came to its end
 */
record OverloadFindings(
        Load load, Tally tally, Heap heap, Kept kept, OverloadScenario.Recovery recovery, boolean allEnded) {
    private static final double MB = 1e6;
    private static final double HEAP_GROWTH_BOUND_MB = 256;
    private static final double RECOVERY_BOUND_SECONDS = 10;

    /**
     * What was done.
     *
     * @param size as the caller chose
     * @param capacity calls/s that were served in a closed loop just before
     * @param times of it that arrived
     * @param from the first arrival
     * @param stretch into which it is divided
     * @param cores kept busy by the client, and by the server's JVM
     */
    record Load(
            Options.OverloadSize size,
            double capacity,
            double times,
            Instant from,
            Duration stretch,
            List<Double> cores) {}

    /**
     * The server's heap.
     *
     * @param beforeBytes in use after a full collection before the load
     * @param afterBytes the same, when everything had ended
     * @param log of all collections
     */
    record Heap(double beforeBytes, double afterBytes, GcLog log) {
        double growthMegabytes() {
            return Math.max(0, (afterBytes - beforeBytes) / MB);
        }
    }

    Report report() {
        return new Report(
                "overload: %.0f times the load that it can take".formatted(load.times()),
                method(),
                List.of(new Report.Table(
                        List.of(
                                "minute",
                                "reads/s",
                                "pushes/s",
                                "409/s",
                                "503/s",
                                "not sent/s",
                                "p50 ms",
                                "p99 ms",
                                "heap left MB",
                                "began late, p99 ms"),
                        minutes())),
                goals());
    }

    private List<List<String>> minutes() {
        List<List<String>> rows = new ArrayList<>();
        List<Tally.Stretch> stretches = tally.stretches();
        for (int i = 0; i < stretches.size(); i++) {
            Instant start = load.from().plus(load.stretch().multipliedBy(i));
            Duration rest = Duration.between(start, load.from().plus(load.size().length()));
            double seconds = (rest.compareTo(load.stretch()) < 0 ? rest : load.stretch()).toMillis() / 1000.0;
            rows.add(minute(i, stretches.get(i), start, seconds));
        }
        return rows;
    }

    private List<String> minute(int index, Tally.Stretch stretch, Instant start, double seconds) {
        OptionalLong left = heap.log().leastMegabytes(start, load.stretch());
        Double late = kept.lateP99().get(index);
        return List.of(
                Integer.toString(index + 1),
                whole(stretch.reads() / seconds),
                whole(stretch.pushes() / seconds),
                whole(stretch.conflicts() / seconds),
                whole(stretch.refused() / seconds),
                whole(stretch.notSent() / seconds),
                whole(stretch.latencies().quantileNanos(0.5) / 1e6),
                whole(stretch.latencies().quantileNanos(0.99) / 1e6),
                left.isPresent() ? Long.toString(left.getAsLong()) : "-",
                late == null ? "-" : whole(late));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private List<String> goals() {
        long odd = tally.stretches().stream().mapToLong(Tally.Stretch::odd).sum();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "pushes answered 202: %,d; not in the database: %d; not terminal: %d; goal 0 and 0: %s",
                        kept.accepted(),
                        kept.lost(),
                        kept.open(),
                        kept.lost() == 0 && kept.open() == 0 && allEnded ? "reached" : "MISSED"),
                "how they ended: " + String.join(", ", kept.ends()),
                String.format(
                        Locale.ROOT,
                        "answers other than 200, 202, 409 and 503: %d; goal 0: %s",
                        odd,
                        odd == 0 ? "reached" : "MISSED, the first: " + tally.firstOdd()),
                Report.below(
                        "heap in use after a full collection, grown by",
                        Spread.of(List.of(heap.growthMegabytes())),
                        HEAP_GROWTH_BOUND_MB,
                        "MB"),
                recovered(
                        "p99 no worse than the worst calm second before (%.1f ms)".formatted(recovery.calmP99Millis()),
                        recovery.latencySeconds()),
                recovered("nothing overdue by more than a second", recovery.engineSeconds()),
                String.format(
                        Locale.ROOT,
                        "cores kept busy meanwhile: %.2f by the client, %.2f by the server's JVM",
                        load.cores().get(0),
                        load.cores().get(1)));
    }

    private static String recovered(String what, double seconds) {
        return seconds < 0
                ? "after the end, " + what + ": MISSED, not within the time that was waited"
                : Report.below(
                        "after the end, " + what + " after", Spread.of(List.of(seconds)), RECOVERY_BOUND_SECONDS, "s");
    }

    private String method() {
        return String.format(
                Locale.ROOT,
                "%,.0f calls/s arrive for %d s, %.0f times the %,.0f/s that the server had just served to 64 connections in a"
                        + " closed loop, whatever becomes of those before. One thread sends them over %,d connections; a call that"
                        + " finds none free is counted as not sent. Of ten calls seven read any of %,d batteries and three push: at"
                        + " once, in 3 s, and for a window that closes 20 s later; so the engine works as well."
                        + " Latency counts from a call's arrival, of calls that were served. Heap left is the least that a"
                        + " collection of that minute left. Afterwards a tenth of the capacity is called, second by second.",
                load.capacity() * load.times(),
                load.size().length().toSeconds(),
                load.times(),
                load.capacity(),
                load.size().connections(),
                load.size().fleet());
    }
}
