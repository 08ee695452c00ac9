package energy.amps.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Pushes and due actions on one, two and three nodes over one database, and what becomes of a killed node's work. */
final class NodesScenario {
    private static final int CLIENTS = 64;
    private static final int NODES = 3;
    private static final int DEVICES_PER_SECOND = 8_000;
    private static final int MOST_DEVICES = 100_000;
    private static final int STORED_PER_SECOND = 4_000;
    private static final Duration LEAD = Duration.ofSeconds(3);
    private static final Duration AHEAD = Duration.ofDays(20);

    /** More than its lease of 4 s, so that a paused node's rows are free before anything is measured without it. */
    private static final double MOVED_BOUND_SECONDS = 5;

    private final Site site;
    private final Load load;
    private final int seconds;
    private final int burst;
    private final List<Rounds> rounds = new ArrayList<>();

    NodesScenario(Site site) {
        this.site = site;
        this.load = site.load(CLIENTS);
        this.seconds = Math.toIntExact(site.options().length().toSeconds());
        this.burst = site.options().due().burst();
        for (int i = 1; i <= NODES; i++) {
            rounds.add(new Rounds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        }
    }

    /** With one number of nodes: pushes/s, actions/s, and of both the smallest share that a node had, where 1 is an even one. */
    private record Rounds(List<Double> pushes, List<Double> pushShares, List<Double> due, List<Double> dueShares) {}

    Finding run() throws Exception {
        try (Cluster cluster = Cluster.start(site)) {
            for (int i = 0; i < NODES; i++) {
                cluster.add();
            }
            Postgres postgres = cluster.postgres();
            Machine machine = site.machine(cluster.data(), postgres);
            postgres.run("create schema bench");
            ServerProcess first = cluster.nodes().getFirst().server();
            int devices = Math.max(burst, Math.min(MOST_DEVICES, seconds * DEVICES_PER_SECOND));
            Fleet fleet = Fleet.like(first.battery(), devices, postgres);
            DueActions actions = DueActions.like(first, postgres, site.clock(), fleet);
            // The first round warms every node up and does not count.
            for (int i = -1; i < site.options().rounds(); i++) {
                for (int count = 1; count <= NODES; count++) {
                    round(cluster, fleet, actions, count, i >= 0);
                }
            }
            Killed killed = new KilledNode(site, cluster, actions).run();
            return new Finding(machine, report(killed));
        }
    }

    private void round(Cluster cluster, Fleet fleet, DueActions actions, int count, boolean counts) throws Exception {
        cluster.only(count);
        try {
            List<ServerProcess> awake = cluster.nodes().stream()
                    .limit(count)
                    .map(Cluster.Node::server)
                    .toList();
            fleet.free();
            List<Double> before = handled(awake, Metrics::accepted);
            Round pushed = load.full(site.options().length(), pushes(awake, fleet));
            double pushShare = smallestShare(before, handled(awake, Metrics::accepted));
            fleet.free();
            before = handled(awake, Metrics::handedOut);
            Instant from = site.clock().instant().plus(LEAD).plusMillis(burst * 1000L / STORED_PER_SECOND);
            Drained drained = actions.drain(new Batch(burst, from, Duration.ZERO));
            double dueShare = smallestShare(before, handled(awake, Metrics::handedOut));
            site.progress(String.format(
                    Locale.ROOT,
                    "nodes, %d: %.0f pushes/s, %.0f due/s",
                    count,
                    pushed.perSecond(),
                    drained.perSecond()));
            if (counts) {
                Rounds line = rounds.get(count - 1);
                line.pushes().add(pushed.perSecond());
                line.pushShares().add(pushShare);
                line.due().add(drained.perSecond());
                line.dueShares().add(dueShare);
            }
        } finally {
            cluster.all();
        }
    }

    @FunctionalInterface
    private interface Figure {
        double of(Metrics metrics);
    }

    private static List<Double> handled(List<ServerProcess> servers, Figure figure) throws IOException {
        List<Double> figures = new ArrayList<>();
        for (ServerProcess server : servers) {
            figures.add(figure.of(server.metrics()));
        }
        return figures;
    }

    /** How much the least busy did of what it would have done if all had done the same. */
    static double smallestShare(List<Double> before, List<Double> after) {
        double all = 0;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < before.size(); i++) {
            double done = after.get(i) - before.get(i);
            all += done;
            least = Math.min(least, done);
        }
        return all == 0 ? 0 : least * before.size() / all;
    }

    /** Clients in turn on the nodes, each push for another device. */
    private Client.Source pushes(List<ServerProcess> servers, Fleet fleet) {
        String body = PushScenario.pushAt(site.clock().instant().plus(AHEAD));
        AtomicInteger clients = new AtomicInteger();
        AtomicLong devices = new AtomicLong();
        return () -> {
            ServerProcess server = servers.get(clients.getAndIncrement() % servers.size());
            HttpConnection http = new HttpConnection(server.url());
            return new Client() {
                @Override
                public boolean call() throws IOException {
                    long device = devices.getAndIncrement();
                    if (device >= fleet.size()) {
                        return false;
                    }
                    http.exchange(
                            HttpConnection.post("/battery/" + Fleet.id("device", device), server.key(), body), 202);
                    return true;
                }

                @Override
                public void close() throws IOException {
                    http.close();
                }
            };
        };
    }

    private Report report(Killed killed) {
        List<List<String>> rows = new ArrayList<>();
        Rounds one = rounds.getFirst();
        for (int i = 0; i < NODES; i++) {
            Rounds line = rounds.get(i);
            rows.add(List.of(
                    i == 0 ? "1 node" : (i + 1) + " nodes",
                    Spread.of(line.pushes()).text(0),
                    Spread.ofRatios(line.pushes(), one.pushes()).text(2),
                    Spread.of(line.pushShares()).text(2),
                    Spread.of(line.due()).text(0),
                    Spread.ofRatios(line.due(), one.due()).text(2),
                    Spread.of(line.dueShares()).text(2)));
        }
        return new Report(
                "nodes: one, two and three over one database",
                ("All on one machine, so that more nodes are not faster: what counts is that they share, and what that costs."
                                + " Pushes: %d clients in turn on the nodes, closed loop, %d rounds of %d s after one of warm-up,"
                                + " the numbers of nodes in turn; the nodes that are too many stand still meanwhile. Due: %d full"
                                + " actions of one instant. Smallest share: what the least busy node did of an even part. Then,"
                                + " with three nodes and %s, one is killed with SIGKILL. Moved: from the kill until no row is"
                                + " leased to it, seen from outside to 25 ms or so. Median (min..max) over the rounds.")
                        .formatted(load.clients(), site.options().rounds(), seconds, burst, killed.load()),
                List.of(
                        new Report.Table(
                                List.of(
                                        "",
                                        "pushes/s",
                                        "to one node",
                                        "smallest share",
                                        "due/s",
                                        "to one node",
                                        "smallest share"),
                                rows),
                        killed.table()),
                List.of(
                        Report.below(
                                "a killed node's rows moved after",
                                Spread.of(List.of(killed.movedSeconds())),
                                MOVED_BOUND_SECONDS,
                                "s"),
                        killed.verdict()));
    }

    /**
     * What became of a killed node's work.
     *
     * @param load in words
     * @param held rows that were leased to it at its death
     * @param inFlight of them, actions whose command was under way
     * @param movedSeconds from its death until no row was leased to it
     * @param firstSeconds from its death to the first completion of what it held
     * @param lastSeconds to the last completion of what it held and had not begun; empty when there was none
     * @param settledSeconds to the last completion of what was under way; empty when there was none
     * @param all actions of the load
     * @param wrong of them, those not completed exactly once
     */
    record Killed(
            String load,
            int held,
            int inFlight,
            double movedSeconds,
            double firstSeconds,
            Optional<Double> lastSeconds,
            Optional<Double> settledSeconds,
            int all,
            int wrong) {

        Report.Table table() {
            return new Report.Table(
                    List.of(
                            "rows it held",
                            "of them under way",
                            "moved s",
                            "first completed s",
                            "last not begun completed s",
                            "last under way completed s"),
                    List.of(List.of(
                            Integer.toString(held),
                            Integer.toString(inFlight),
                            text(Optional.of(movedSeconds)),
                            text(Optional.of(firstSeconds)),
                            text(lastSeconds),
                            text(settledSeconds))));
        }

        String verdict() {
            return wrong == 0
                    ? "of " + all + " actions each was completed once, by its state and by its one event"
                    : wrong + " of " + all + " actions were not completed exactly once: FAILED";
        }

        private static String text(Optional<Double> seconds) {
            return seconds.stream()
                    .map(s -> String.format(Locale.ROOT, "%.2f", s))
                    .collect(Collectors.collectingAndThen(
                            Collectors.joining(), joined -> joined.isEmpty() ? "-" : joined));
        }
    }
}
