package energy.amps.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was found with more and more devices.
 *
 * @param size what was done, for the words about it
 * @param kinds each kind of work at all sizes
 * @param stored what each size takes
 */
record FlatFindings(Size size, List<Kind> kinds, List<Stored> stored) {
    private static final double GOAL = 0.90;
    private static final double HEAP_BOUND_MB = 512;
    private static final double MB = 1e6;

    /**
     * How much was done.
     *
     * @param clients at a time
     * @param rounds of all but bursts
     * @param seconds of each
     * @param burst actions that fell due at once
     * @param bursts of them
     */
    record Size(int clients, int rounds, long seconds, int burst, int bursts) {}

    /** Rounds of one kind of work at one size; what they cost, where that was measured. */
    record Line(String name, List<Double> rates, List<Double> p50, List<Double> p99, List<Effort> efforts) {
        Line(String name) {
            this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(double rate, double p50Millis, double p99Millis) {
            rates.add(rate);
            p50.add(p50Millis);
            p99.add(p99Millis);
        }

        void add(Round round, Effort effort) {
            add(round.perSecond(), round.p50Millis(), round.p99Millis());
            efforts.add(effort);
        }
    }

    /** One kind of work at all sizes. */
    record Kind(String name, List<Line> lines) {}

    /** What so many devices take on disk, and in the server's heap when all garbage is gone. */
    record Stored(int devices, double databaseBytes, double heapBytes) {}

    Report report() {
        return new Report(
                "flat: the same work with more devices",
                method(),
                List.of(
                        new Report.Table(
                                List.of("", "per second", "p50 ms", "p99 ms", "share of the fewest's"), rates()),
                        new Report.Table(Effort.columns(), efforts()),
                        new Report.Table(List.of("", "database MB", "heap in use MB"), sizes())),
                goals());
    }

    private List<List<String>> rates() {
        List<List<String>> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            List<Double> base = kind.lines().getFirst().rates();
            for (Line line : kind.lines()) {
                rows.add(List.of(
                        line.name(),
                        Spread.of(line.rates()).text(0),
                        Spread.of(line.p50()).text(2),
                        Spread.of(line.p99()).text(2),
                        Spread.ofRatios(line.rates(), base).text(2)));
            }
        }
        return rows;
    }

    private List<List<String>> efforts() {
        return kinds.stream()
                .flatMap(kind -> kind.lines().stream())
                .filter(line -> !line.efforts().isEmpty())
                .map(line -> Effort.row(line.name(), line.efforts()))
                .toList();
    }

    private List<List<String>> sizes() {
        return stored.stream()
                .map(of -> List.of(
                        String.format(Locale.ROOT, "%,d devices", of.devices()),
                        String.format(Locale.ROOT, "%,.0f", of.databaseBytes() / MB),
                        String.format(Locale.ROOT, "%,.0f", of.heapBytes() / MB)))
                .toList();
    }

    private List<String> goals() {
        List<String> goals = new ArrayList<>();
        String most = String.format(Locale.ROOT, "%,d", stored.getLast().devices());
        for (Kind kind : kinds) {
            Spread share = Spread.ofRatios(
                    kind.lines().getLast().rates(), kind.lines().getFirst().rates());
            goals.add(
                    Report.atLeast(kind.name() + " with " + most + " devices as a share of the fewest's", share, GOAL));
        }
        List<Double> heaps = stored.stream().map(of -> of.heapBytes() / MB).toList();
        goals.add(Report.below("heap in use after a full collection", Spread.of(heaps), HEAP_BOUND_MB, "MB"));
        return goals;
    }

    private String method() {
        return ("A server with -Xmx512m and a database for each size, all running, one loaded at a time, in turn; %d connections,"
                        + " closed loop, %d rounds of %d s after one of warm-up. Each device has a home of its own and a scheduled"
                        + " action. Reads and pushes go to devices drawn evenly from all; a push takes the place of what is"
                        + " scheduled; a list is the first 50 batteries with their number, exact to 10,000. Due: what %,d random"
                        + " devices have scheduled is moved to one instant, %d rounds; the rate is to the last completion, the"
                        + " milliseconds are how late they began. Action and due tables are vacuumed between rounds. Median"
                        + " (min..max) over the rounds, shares of neighbouring rounds. In the second table what a call cost, in"
                        + " the same rounds: user and system time of the server's process, and of all of PostgreSQL's; pages of"
                        + " memory that these had to map first; blocks of 8 kB that were looked at; the log that was written, and how"
                        + " many pages went into it whole because nothing had changed them since the last checkpoint.")
                .formatted(size.clients(), size.rounds(), size.seconds(), size.burst(), size.bursts());
    }
}
