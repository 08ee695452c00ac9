package energy.amps.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accepted pushes, each for another device, far ahead and durable, beside a bare JDBC loop of the same statements. */
final class PushScenario {
    private static final int CLIENTS = 64;
    private static final int WARM_UPS = 2;
    private static final double GOAL = 0.55;

    /** More than a round can use up, by what the bare loop was ever seen to do. */
    private static final int DEVICES_PER_SECOND = 15_000;

    private static final int MOST_DEVICES = 150_000;
    private static final Duration AHEAD = Duration.ofDays(20);
    private static final Pattern ACTION = Pattern.compile("\"id\":\"(act_[^\"]+)\"");

    private final Scene scene;
    private final Load load;
    private final String body;
    private final AtomicLong actions = new AtomicLong();

    PushScenario(Scene scene) {
        this.scene = scene;
        this.load = scene.load(CLIENTS);
        Instant start = scene.clock().instant().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
        this.body = pushAt(start);
    }

    /** The body of a charge that starts at an instant. */
    static String pushAt(Instant start) {
        return "{\"action\":{\"command\":\"charge\",\"start\":\"" + start
                + "\",\"parameters\":{\"target\":{\"value\":80,\"unit\":\"percent\"}}}}";
    }

    /** Pushes to one device and gives the id of the action. */
    static String push(HttpConnection http, ServerProcess server, String device, String body) throws Exception {
        http.exchange(HttpConnection.post("/battery/" + device, server.key(), body), 202);
        Matcher action = ACTION.matcher(http.body());
        if (!action.find()) {
            throw new IllegalStateException("an accepted push without an action: " + http.body());
        }
        return action.group(1);
    }

    Report run() throws Exception {
        int seconds = Math.toIntExact(scene.options().length().toSeconds());
        int devices = Math.min(MOST_DEVICES, seconds * DEVICES_PER_SECOND);
        Fleet fleet = Fleet.like(scene.server().battery(), devices, scene.postgres());
        BarePush.Template template = template();
        fleet.occupy(template.action());
        List<Round> ours = new ArrayList<>();
        List<Round> bare = new ArrayList<>();
        try (BareClients clients = new BareClients(load.clients(), template)) {
            for (int i = -WARM_UPS; i < scene.options().rounds(); i++) {
                Turns forBare = new Turns(fleet);
                Round limit = round(fleet, () -> clients.next(forBare), "bare loop");
                Turns forServer = new Turns(fleet);
                Round server = round(fleet, () -> new HttpPush(forServer), "server");
                if (i >= 0) {
                    bare.add(limit);
                    ours.add(server);
                }
            }
        }
        return report(ours, bare, template, devices);
    }

    /** Gives out each device of the fleet once. */
    private static final class Turns {
        private final AtomicLong next = new AtomicLong();
        private final Fleet fleet;

        Turns(Fleet fleet) {
            this.fleet = fleet;
        }

        Optional<String> device() {
            long number = next.getAndIncrement();
            return number < fleet.size() ? Optional.of(Fleet.id("device", number)) : Optional.empty();
        }
    }

    /** The connections of the limit, the same in every round. */
    private final class BareClients implements AutoCloseable {
        private final List<BarePush> connections = new ArrayList<>();
        private int given;

        BareClients(int size, BarePush.Template template) throws SQLException {
            for (int i = 0; i < size; i++) {
                connections.add(new BarePush(scene.postgres(), template));
            }
        }

        Client next(Turns turns) {
            BarePush connection = connections.get(given++ % connections.size());
            return new Client() {
                @Override
                public boolean call() throws SQLException {
                    Optional<String> device = turns.device();
                    if (device.isPresent()) {
                        connection.store(device.get(), Fleet.id("act", actions.getAndIncrement()));
                    }
                    return device.isPresent();
                }

                @Override
                public void close() {
                    // The connection stays open for the next round.
                }
            };
        }

        @Override
        public void close() throws SQLException {
            for (BarePush connection : connections) {
                connection.close();
            }
        }
    }

    private BarePush.Template template() throws Exception {
        String device = scene.server().battery();
        try (HttpConnection http = new HttpConnection(scene.server().url())) {
            StatementLog.Transaction one =
                    new StatementLog(scene.postgres()).of(() -> push(http, scene.server(), device, body));
            return new BarePush.Template(one.statements(), device, one.mark());
        }
    }

    private Round round(Fleet fleet, Client.Source clients, String name) throws Exception {
        fleet.free();
        Round round = load.full(scene.options().length(), clients);
        scene.progress(String.format("push, %s: %.0f/s", name, round.perSecond()));
        return round;
    }

    private final class HttpPush implements Client {
        private final HttpConnection http = new HttpConnection(scene.server().url());
        private final Turns turns;

        HttpPush(Turns turns) throws IOException {
            this.turns = turns;
        }

        @Override
        public boolean call() throws IOException {
            Optional<String> device = turns.device();
            if (device.isPresent()) {
                String path = "/battery/" + device.get();
                http.exchange(HttpConnection.post(path, scene.server().key(), body), 202);
            }
            return device.isPresent();
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }

    private Report report(List<Round> ours, List<Round> bare, BarePush.Template template, int devices) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i).perSecond() / bare.get(i).perSecond());
        }
        return new Report(
                "push: accepted and durable",
                ("%d clients, closed loop, %d rounds of %d s after %d of warm-up, server and limit in turn, over %d devices that"
                                + " are freed before each round, while %d others stay occupied. Each push is for another device and starts in %d days. The"
                                + " limit: a bare JDBC loop, a connection per client, of the %d statements that PostgreSQL's"
                                + " log shows for one push, in two round trips and a commit. Median (min..max) over the"
                                + " rounds.")
                        .formatted(
                                load.clients(),
                                scene.options().rounds(),
                                scene.options().length().toSeconds(),
                                WARM_UPS,
                                devices,
                                Fleet.STANDING,
                                AHEAD.toDays(),
                                template.statements().size()),
                List.of(new Report.Table(
                        List.of("", "pushes/s", "p50 ms", "p99 ms"),
                        List.of(cells("server", ours), cells("bare loop", bare)))),
                List.of(Report.atLeast("pushes/s as a share of the limit's", Spread.of(ratios), GOAL)));
    }

    private static List<String> cells(String name, List<Round> rounds) {
        return List.of(
                name,
                Round.spread(rounds, Round::perSecond).text(0),
                Round.spread(rounds, Round::p50Millis).text(2),
                Round.spread(rounds, Round::p99Millis).text(2));
    }
}
