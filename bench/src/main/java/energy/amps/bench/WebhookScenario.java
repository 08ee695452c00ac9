package energy.amps.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Messages to a receiver on this machine: how soon the first attempt comes, and how many a second arrive. */
final class WebhookScenario {
    private static final int WARM_UPS = 1;
    private static final int CLIENTS = 32;
    private static final int PER_SECOND = 1_000;
    private static final int DEVICES = 5_000;
    private static final int BACKLOG = 100_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final double GOAL = 0.60;
    private static final double P50_BOUND_MILLIS = 50;

    /** As many as the platform has out for one endpoint at most. */
    private static final int BARE_CLIENTS = 64;

    private final Scene scene;
    private final Messages messages;
    private final Hook hook;
    private final int many;
    private final AtomicLong turn = new AtomicLong();

    private final List<Round> alone = new ArrayList<>();
    private final List<Round> besideDead = new ArrayList<>();
    private final List<Double> platform = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();

    WebhookScenario(Scene scene) throws IOException {
        this.scene = scene;
        this.messages = new Messages(scene.server(), scene.postgres());
        this.hook = Hook.answering(scene.clock());
        this.many = scene.options().due().spread();
    }

    Report run() throws Exception {
        Fleet.like(scene.server().battery(), DEVICES, scene.postgres());
        try (hook;
                Hook dead = Hook.dead(scene.clock())) {
            String endpoint = messages.endpoint(hook.url());
            // Warms everything up, and makes the event that the others are copies of.
            paced();
            String deadEndpoint = messages.endpoint(dead.url());
            messages.enable(deadEndpoint, false);
            messages.backlog(deadEndpoint, BACKLOG);
            for (int i = -WARM_UPS; i < scene.options().rounds(); i++) {
                Round first = paced();
                progress("one endpoint", first);
                messages.enable(deadEndpoint, true);
                Round second = paced();
                progress("beside a dead one", second);
                refuseWithoutBacklog(deadEndpoint);
                messages.enable(deadEndpoint, false);
                double ours = saturated(endpoint);
                double limit = bareLoop();
                scene.progress(String.format(
                        Locale.ROOT, "webhook, at saturation: %.0f/s, bare client loop: %.0f/s", ours, limit));
                if (i >= 0) {
                    alone.add(first);
                    besideDead.add(second);
                    platform.add(ours);
                    bare.add(limit);
                }
            }
        }
        return report();
    }

    private void progress(String what, Round round) {
        scene.progress(String.format(
                Locale.ROOT,
                "webhook, %s: %d messages, p50 %.1f p99 %.1f ms",
                what,
                round.latencies().count(),
                round.p50Millis(),
                round.p99Millis()));
    }

    /** Pushes at a steady rate; gives how long after its event each message was in. */
    private Round paced() throws Exception {
        hook.clear();
        Instant from = scene.clock().instant();
        Round pushes = scene.load(CLIENTS).paced(scene.options().length(), PER_SECOND, Push::new);
        hook.await(pushes.latencies().count(), LIMIT);
        Map<String, Instant> arrived = hook.arrivals();
        Latencies latencies = new Latencies();
        messages.occurred(from).forEach((id, at) -> {
            Instant arrival = arrived.get(id);
            if (arrival != null) {
                latencies.record(Duration.between(at, arrival).toNanos());
            }
        });
        if (latencies.count() != pushes.latencies().count()) {
            throw new IllegalStateException("of " + pushes.latencies().count() + " pushes " + latencies.count()
                    + " have an event whose message came");
        }
        messages.vacuum();
        return new Round(latencies, pushes.nanos());
    }

    /** Pushes to one device after the other; each is free again long before its next turn. */
    private final class Push implements Client {
        private final HttpConnection http;

        Push() throws IOException {
            http = new HttpConnection(scene.server().url());
        }

        @Override
        public boolean call() throws IOException {
            String device = Fleet.id("device", turn.getAndIncrement() % DEVICES);
            String body = "{\"action\":{\"command\":\"idle\"}}";
            http.exchange(
                    HttpConnection.post("/battery/" + device, scene.server().key(), body), 202);
            return true;
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }

    private void refuseWithoutBacklog(String endpoint) throws Exception {
        long waiting = messages.waiting(endpoint);
        if (waiting < BACKLOG) {
            throw new IllegalStateException(
                    "of " + BACKLOG + " messages only " + waiting + " wait for the dead endpoint");
        }
    }

    /** Deliveries a second, from the first message that is in until nothing is left to be delivered. */
    private double saturated(String endpoint) throws Exception {
        hook.clear();
        messages.events(many);
        hook.await(1, LIMIT);
        Instant first = scene.clock().instant();
        hook.await(many, LIMIT);
        messages.awaitNone(endpoint, new Drain(scene.postgres(), scene.clock()), first, LIMIT);
        Duration time = Duration.between(first, scene.clock().instant());
        messages.vacuum();
        return many / (time.toNanos() / 1e9);
    }

    /** A plain client in a loop: the same bodies to the same receiver, and nothing stored. */
    private double bareLoop() throws Exception {
        hook.clear();
        String body = messages.body();
        AtomicLong left = new AtomicLong(many);
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Round round = new Load(BARE_CLIENTS).full(LIMIT, () -> new Post(http, body, left));
            hook.await(many, LIMIT);
            return round.perSecond();
        }
    }

    /** One client of the loop. */
    private final class Post implements Client {
        private final HttpClient http;
        private final String body;
        private final AtomicLong left;

        Post(HttpClient http, String body, AtomicLong left) {
            this.http = http;
            this.body = body;
            this.left = left;
        }

        @Override
        public boolean call() throws IOException, InterruptedException {
            long number = left.decrementAndGet();
            if (number < 0) {
                return false;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hook.url()))
                    .header("content-type", "application/json")
                    .header("amps-event-type", "push.completed")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            for (String family : List.of("svix-", "webhook-")) {
                request.header(family + "id", Fleet.id("msg", number));
                request.header(family + "timestamp", "1780000000");
                request.header(family + "signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
            }
            HttpResponse<Void> response = sent(request.build());
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            return true;
        }

        /** Once more where the client breaks off: its pool now and then takes an early answer for one that nobody asked for. */
        private HttpResponse<Void> sent(HttpRequest request) throws IOException, InterruptedException {
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException brokenOff) {
                return http.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }

        @Override
        public void close() {
            // The connections are the client's, which all share.
        }
    }

    private Report report() {
        Report.Table soon = new Report.Table(
                List.of("at " + PER_SECOND + "/s", "first attempt after: p50 ms", "p99 ms", "max ms"),
                List.of(cells("one endpoint", alone), cells("beside a dead one that holds " + BACKLOG, besideDead)));
        Report.Table rate = new Report.Table(
                List.of("at saturation", "deliveries/s"),
                List.of(
                        List.of("platform", Spread.of(platform).text(0)),
                        List.of("bare client loop", Spread.of(bare).text(0))));
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            delays.add(besideDead.get(i).p99Millis() / alone.get(i).p99Millis());
        }
        return new Report(
                "webhook: from an event to its receiver",
                ("%d pushes a second, each of which completes at once and makes an event, for %d s; %d rounds after %d of"
                                + " warm-up. First attempt: from the instant that stands in the event, which is before its commit,"
                                + " until its message is wholly in at a receiver on this machine. Then the same with a second"
                                + " endpoint of the same customer, subscribed to the same, with a receiver that takes connections and"
                                + " never answers. At saturation: %d events that are there all at once, from the first message in"
                                + " until the last row of a delivery is gone; beside it %d threads that post the same bodies to the"
                                + " same receiver by one HTTP client and store nothing. All in turn. Median (min..max) over the rounds.")
                        .formatted(
                                PER_SECOND,
                                scene.options().length().toSeconds(),
                                scene.options().rounds(),
                                WARM_UPS,
                                many,
                                BARE_CLIENTS),
                List.of(soon, rate),
                List.of(
                        Report.below(
                                "first attempt, p50", Round.spread(alone, Round::p50Millis), P50_BOUND_MILLIS, "ms"),
                        "p99 beside a dead endpoint as a multiple of that without: "
                                + Spread.of(delays).text(2),
                        Report.atLeast(
                                "deliveries/s as a share of the bare client loop's",
                                Spread.ofRatios(platform, bare),
                                GOAL)));
    }

    private static List<String> cells(String name, List<Round> rounds) {
        return List.of(
                name,
                Round.spread(rounds, Round::p50Millis).text(1),
                Round.spread(rounds, Round::p99Millis).text(1),
                Round.spread(rounds, round -> round.latencies().maxNanos() / 1e6)
                        .text(1));
    }
}
