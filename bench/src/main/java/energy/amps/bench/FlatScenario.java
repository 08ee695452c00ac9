package energy.amps.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The same work with more and more devices. Each size has a server and a database of its own, as it is the size of the tables
 * that is looked at; all of them run, and one at a time is loaded, in turn, so that a slow minute of the machine is one for all.
 */
final class FlatScenario {
    private static final int CLIENTS = 32;
    private static final double GOAL = 0.90;
    private static final double HEAP_BOUND_MB = 512;
    private static final double MB = 1e6;

    /** As many as the smallest fleet has: a device has one action at a time. */
    private static final int BURST = 1_000;

    /** Of a burst, which is short: more rounds than of the others. */
    private static final int BURSTS_PER_ROUND = 3;

    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Site site;
    private final Load load;
    private final List<Integer> sizes;

    FlatScenario(Site site) {
        this.site = site;
        this.load = site.load(CLIENTS);
        this.sizes = site.options().sizes();
    }

    /** Rounds of one kind of work at one size. */
    private record Line(String name, List<Double> rates, List<Double> p50, List<Double> p99) {
        Line(String name) {
            this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(double rate, double p50Millis, double p99Millis) {
            rates.add(rate);
            p50.add(p50Millis);
            p99.add(p99Millis);
        }
    }

    /** One kind of work at all sizes. */
    private record Kind(String name, List<Line> lines) {}

    @FunctionalInterface
    private interface Work {
        void measure(Town town, Line line) throws Exception;
    }

    Finding run() throws Exception {
        List<Town> towns = new ArrayList<>();
        try {
            for (int size : sizes) {
                long start = System.nanoTime();
                towns.add(Town.of(site, size));
                site.progress(String.format(
                        Locale.ROOT, "flat, %,d devices stored in %.0f s", size, (System.nanoTime() - start) / 1e9));
            }
            Machine machine = site.machine(
                    towns.getFirst().server().data(), towns.getFirst().postgres());
            return new Finding(machine, measured(towns));
        } finally {
            for (Town town : towns) {
                town.close();
            }
        }
    }

    private Report measured(List<Town> towns) throws Exception {
        int rounds = site.options().rounds();
        List<Kind> kinds = List.of(
                rounds("read", towns, rounds, full(town -> town::reads)),
                rounds("list", towns, rounds, full(town -> town::lists)),
                rounds("push", towns, rounds, full(town -> town::pushes)),
                rounds("due", towns, rounds * BURSTS_PER_ROUND, FlatScenario::burst));
        return report(towns, kinds);
    }

    private Work full(Function<Town, Client.Source> clients) {
        return (town, line) -> {
            Round round = load.full(site.options().length(), clients.apply(town));
            line.add(round.perSecond(), round.p50Millis(), round.p99Millis());
        };
    }

    private static void burst(Town town, Line line) throws Exception {
        Drained drained = town.drain(BURST, LEAD, LIMIT);
        line.add(drained.perSecond(), drained.begun().p50(), drained.begun().p99());
    }

    /** The first round warms up and does not count. */
    private Kind rounds(String name, List<Town> towns, int rounds, Work work) throws Exception {
        List<Line> lines = towns.stream()
                .map(town -> new Line(String.format(Locale.ROOT, "%s, %,d devices", name, town.size())))
                .toList();
        for (int i = -1; i < rounds; i++) {
            for (int j = 0; j < towns.size(); j++) {
                Town town = towns.get(j);
                work.measure(town, i < 0 ? new Line("warm-up") : lines.get(j));
                town.tidy();
            }
        }
        for (Line line : lines) {
            site.progress(
                    "flat, " + line.name() + ": " + Spread.of(line.rates()).text(0) + "/s");
        }
        return new Kind(name, lines);
    }

    private Report report(List<Town> towns, List<Kind> kinds) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        List<String> goals = new ArrayList<>();
        String most = String.format(Locale.ROOT, "%,d", sizes.getLast());
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
            Spread share = Spread.ofRatios(kind.lines().getLast().rates(), base);
            goals.add(
                    Report.atLeast(kind.name() + " with " + most + " devices as a share of the fewest's", share, GOAL));
        }
        List<List<String>> sizesInBytes = new ArrayList<>();
        List<Double> heaps = new ArrayList<>();
        for (Town town : towns) {
            heaps.add(town.liveHeapBytes() / MB);
            sizesInBytes.add(List.of(
                    String.format(Locale.ROOT, "%,d devices", town.size()),
                    String.format(Locale.ROOT, "%,.0f", town.databaseBytes() / MB),
                    String.format(Locale.ROOT, "%,.0f", heaps.getLast())));
        }
        goals.add(Report.below("heap in use after a full collection", Spread.of(heaps), HEAP_BOUND_MB, "MB"));
        return new Report(
                "flat: the same work with more devices",
                method(),
                List.of(
                        new Report.Table(List.of("", "per second", "p50 ms", "p99 ms", "share of the fewest's"), rows),
                        new Report.Table(List.of("", "database MB", "heap in use MB"), sizesInBytes)),
                goals);
    }

    private String method() {
        return ("A server with -Xmx512m and a database for each size, all running, one loaded at a time, in turn; %d connections,"
                        + " closed loop, %d rounds of %d s after one of warm-up. Each device has a home of its own and a scheduled"
                        + " action. Reads and pushes go to devices drawn evenly from all; a push takes the place of what is"
                        + " scheduled; a list is the first 50 batteries with their number, exact to 10,000. Due: what %,d random"
                        + " devices have scheduled is moved to one instant, %d rounds; the rate is to the last completion, the"
                        + " milliseconds are how late they began. Action and due tables are vacuumed between rounds. Median"
                        + " (min..max) over the rounds, shares of neighbouring rounds.")
                .formatted(
                        load.clients(),
                        site.options().rounds(),
                        site.options().length().toSeconds(),
                        BURST,
                        site.options().rounds() * BURSTS_PER_ROUND);
    }
}
