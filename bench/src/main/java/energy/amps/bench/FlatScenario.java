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

    /** As many as the smallest fleet has: a device has one action at a time. */
    private static final int BURST = 1_000;

    /** Of a burst, which is short: more rounds than of the others. */
    private static final int BURSTS_PER_ROUND = 3;

    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Site site;
    private final Load load;
    private final int rounds;

    FlatScenario(Site site) {
        this.site = site;
        this.load = site.load(CLIENTS);
        this.rounds = site.options().rounds();
    }

    Finding run() throws Exception {
        List<Town> towns = new ArrayList<>();
        try {
            for (int size : site.options().sizes()) {
                long start = System.nanoTime();
                towns.add(Town.of(site, size));
                site.progress(String.format(
                        Locale.ROOT, "flat, %,d devices stored in %.0f s", size, (System.nanoTime() - start) / 1e9));
            }
            Machine machine = site.machine(
                    towns.getFirst().server().data(), towns.getFirst().postgres());
            return new Finding(machine, measured(towns).report());
        } finally {
            for (Town town : towns) {
                town.close();
            }
        }
    }

    private FlatFindings measured(List<Town> towns) throws Exception {
        List<FlatFindings.Kind> kinds = List.of(
                load("read", towns, town -> town::reads),
                load("list", towns, town -> town::lists),
                load("push", towns, town -> town::pushes),
                bursts("due", towns));
        List<FlatFindings.Stored> stored = new ArrayList<>();
        for (Town town : towns) {
            stored.add(new FlatFindings.Stored(town.size(), town.databaseBytes(), town.liveHeapBytes()));
        }
        FlatFindings.Size size = new FlatFindings.Size(
                load.clients(), rounds, site.options().length().toSeconds(), BURST, rounds * BURSTS_PER_ROUND);
        return new FlatFindings(size, kinds, stored);
    }

    /** The first round warms up and does not count. */
    private FlatFindings.Kind load(String name, List<Town> towns, Function<Town, Client.Source> clients)
            throws Exception {
        FlatFindings.Kind kind = kind(name, towns);
        for (int i = -1; i < rounds; i++) {
            List<Meter> meters = new ArrayList<>();
            for (Town town : towns) {
                meters.add(
                        Meter.over(town.server(), () -> load.full(site.options().length(), clients.apply(town))));
            }
            for (int j = 0; j < towns.size(); j++) {
                Meter meter = meters.get(j);
                Effort effort = meter.effort();
                if (i >= 0) {
                    kind.lines().get(j).add(meter.round(), effort);
                }
                towns.get(j).tidy();
            }
        }
        return told(kind);
    }

    private FlatFindings.Kind bursts(String name, List<Town> towns) throws Exception {
        FlatFindings.Kind kind = kind(name, towns);
        for (int i = -1; i < rounds * BURSTS_PER_ROUND; i++) {
            for (int j = 0; j < towns.size(); j++) {
                Drained drained = towns.get(j).drain(BURST, LEAD, LIMIT);
                if (i >= 0) {
                    kind.lines()
                            .get(j)
                            .add(
                                    drained.perSecond(),
                                    drained.begun().p50(),
                                    drained.begun().p99());
                }
                towns.get(j).tidy();
            }
        }
        return told(kind);
    }

    private static FlatFindings.Kind kind(String name, List<Town> towns) {
        return new FlatFindings.Kind(
                name,
                towns.stream()
                        .map(town ->
                                new FlatFindings.Line(String.format(Locale.ROOT, "%s, %,d devices", name, town.size())))
                        .toList());
    }

    private FlatFindings.Kind told(FlatFindings.Kind kind) {
        for (FlatFindings.Line line : kind.lines()) {
            site.progress(
                    "flat, " + line.name() + ": " + Spread.of(line.rates()).text(0) + "/s");
        }
        return kind;
    }
}
