package energy.amps.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** GET of one sandbox battery, warm, beside the same HTTP stack sending the same bytes from one primary-key select. */
final class ReadScenario {
    private static final int CLIENTS = 32;
    private static final int WARM_UPS = 2;
    private static final double GOAL = 0.70;
    private static final double P99_BOUND = 2.0;
    private static final String DOCUMENT = "one";

    private final Scene scene;
    private final Load load;

    ReadScenario(Scene scene) {
        this.scene = scene;
        this.load = scene.load(CLIENTS);
    }

    private record Side(String name, Client.Source clients, List<Round> full, List<Round> half) {}

    Report run() throws Exception {
        byte[] get = HttpConnection.get(
                "/battery/" + scene.server().battery(), scene.server().key());
        fillDocument(get);
        Path port = scene.server().data().resolve("bare.port");
        try (JavaProcess bare = startBare(port)) {
            URI bareUrl = URI.create("http://127.0.0.1:" + Files.readString(port));
            Side ours = side("server", scene.server().url(), get);
            Side limit = side("bare select", bareUrl, HttpConnection.get("/documents/" + DOCUMENT, "none"));
            measure(ours, limit);
            if (!bare.goesOn()) {
                throw new IllegalStateException("the bare server ended early");
            }
            return report(ours, limit);
        }
    }

    /** The limit sends what the server sends: the same bytes, from one row. */
    private void fillDocument(byte[] get) throws Exception {
        scene.postgres().run("create schema bench");
        scene.postgres().run("create table bench.document (id text primary key, body text not null)");
        try (HttpConnection http = new HttpConnection(scene.server().url())) {
            http.exchange(get, 200);
            scene.postgres().run("insert into bench.document values (?, ?)", DOCUMENT, http.body());
        }
    }

    private JavaProcess startBare(Path port) throws Exception {
        JavaProcess bare = JavaProcess.start(
                List.of(),
                List.of(
                        scene.classes(),
                        BareServer.class.getName(),
                        scene.postgres().url(),
                        port.toString()),
                Map.of(BareServer.PASSWORD, scene.postgres().password()),
                scene.log("bare"));
        while (Files.notExists(port)) {
            if (!bare.goesOn()) {
                throw new IllegalStateException(
                        "the bare server did not start: " + Files.readString(scene.log("bare")));
            }
        }
        return bare;
    }

    private static Side side(String name, URI url, byte[] request) {
        return new Side(name, () -> client(url, request), new ArrayList<>(), new ArrayList<>());
    }

    private static Client client(URI url, byte[] request) throws Exception {
        HttpConnection http = new HttpConnection(url);
        return new Client() {
            @Override
            public boolean call() throws Exception {
                http.exchange(request, 200);
                return true;
            }

            @Override
            public void close() throws IOException {
                http.close();
            }
        };
    }

    private void measure(Side ours, Side limit) throws Exception {
        Duration length = scene.options().length();
        for (int i = 0; i < WARM_UPS; i++) {
            load.full(length, limit.clients());
            load.full(length, ours.clients());
        }
        for (int i = 0; i < scene.options().rounds(); i++) {
            for (Side side : List.of(limit, ours)) {
                Round full = load.full(length, side.clients());
                side.full().add(full);
                side.half().add(load.paced(length, full.perSecond() / 2, side.clients()));
                scene.progress(String.format("read, %s: %.0f/s", side.name(), full.perSecond()));
            }
        }
    }

    private Report report(Side ours, Side limit) {
        List<Double> rates = new ArrayList<>();
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < ours.full().size(); i++) {
            rates.add(ours.full().get(i).perSecond() / limit.full().get(i).perSecond());
            delays.add(ours.half().get(i).p99Millis() / limit.half().get(i).p99Millis());
        }
        Report.Table table = new Report.Table(
                List.of("", "requests/s", "p50 ms", "p99 ms", "half load: p50 ms", "p99 ms"),
                List.of(cells(ours), cells(limit)));
        return new Report(
                "read: GET of one sandbox battery",
                "%d connections, closed loop, %d rounds of %d s after %d of warm-up, server and limit in turn; then each at half"
                                .formatted(
                                        load.clients(),
                                        scene.options().rounds(),
                                        scene.options().length().toSeconds(),
                                        WARM_UPS)
                        + " of its own rate. The limit: the same HTTP stack and pool settings, sending the same bytes from one"
                        + " primary-key select. Median (min..max) over the rounds.",
                List.of(table),
                List.of(
                        Report.atLeast("requests/s as a share of the limit's", Spread.of(rates), GOAL),
                        Report.below(
                                "p99 at half load as a multiple of the limit's",
                                Spread.of(delays),
                                P99_BOUND,
                                "times")));
    }

    private static List<String> cells(Side side) {
        return List.of(
                side.name(),
                Round.spread(side.full(), Round::perSecond).text(0),
                Round.spread(side.full(), Round::p50Millis).text(2),
                Round.spread(side.full(), Round::p99Millis).text(2),
                Round.spread(side.half(), Round::p50Millis).text(2),
                Round.spread(side.half(), Round::p99Millis).text(2));
    }
}
