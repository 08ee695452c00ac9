package energy.amps.bench;

import energy.amps.server.embedded.Durability;
import energy.amps.server.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How long {@code ./amps up} takes to its first answer, beside a bare server of the same stack and PostgreSQL's own start. */
final class StartScenario {
    private static final double GOAL = 1.5;
    private static final long LOOK_NANOS = 1_000_000L;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String DOCUMENT = "one";

    private final Site site;
    private final Path folder;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> oursPlain = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();
    private final List<Double> bareCached = new ArrayList<>();
    private final List<Double> postgresOnly = new ArrayList<>();

    StartScenario(Site site) throws IOException {
        this.site = site;
        this.folder = Files.createTempDirectory(Files.createDirectories(site.folder()), "bench-data-");
    }

    Finding run() throws Exception {
        if (Files.notExists(site.program().cache())) {
            throw new IllegalStateException(
                    "there is no class cache " + site.program().cache());
        }
        Path beside = folder.resolve("beside");
        Path cache = folder.resolve("bare.aot");
        try {
            amps(up(), true);
            EmbeddedPostgres postgres = EmbeddedPostgres.start(beside, Durability.DURABLE);
            try {
                fill(postgres);
                Postgres looked = new Postgres(url(postgres), postgres.password(), beside.resolve("postgres.log"));
                Machine machine = site.machine(folder, looked);
                bare(postgres, List.of("-XX:AOTCacheOutput=" + cache));
                // The first round warms the machine's file cache and does not count.
                for (int i = -1; i < site.options().rounds(); i++) {
                    postgres.close();
                    long start = System.nanoTime();
                    postgres = EmbeddedPostgres.start(beside, Durability.DURABLE);
                    double alone = millisSince(start);
                    round(i >= 0, alone, postgres, cache);
                }
                return new Finding(machine, report());
            } finally {
                postgres.close();
            }
        } finally {
            ServerProcess.remove(folder);
        }
    }

    private void round(boolean counts, double alone, EmbeddedPostgres postgres, Path cache) throws Exception {
        double bareMillis = bare(postgres, List.of());
        double cachedMillis = bare(postgres, List.of("-XX:AOTCache=" + cache));
        double upMillis = amps(up(), false);
        double plainMillis = amps(plain(), false);
        site.progress("start: up %.0f ms, without its cache %.0f, bare %.0f, bare with one %.0f, PostgreSQL %.0f"
                .formatted(upMillis, plainMillis, bareMillis, cachedMillis, alone));
        if (counts) {
            postgresOnly.add(alone);
            bare.add(bareMillis);
            bareCached.add(cachedMillis);
            ours.add(upMillis);
            oursPlain.add(plainMillis);
        }
    }

    private static String url(EmbeddedPostgres postgres) {
        return postgres.jdbcUrl("postgres");
    }

    private static void fill(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(postgres), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create schema bench");
            statement.execute("create table bench.document (id text primary key, body text not null)");
            statement.execute("insert into bench.document values ('" + DOCUMENT + "', '{}')");
        }
    }

    /** Starts the bare server on a PostgreSQL that runs; milliseconds to its first answer. */
    private double bare(EmbeddedPostgres postgres, List<String> flags) throws Exception {
        Path port = folder.resolve("bare.port");
        Files.deleteIfExists(port);
        long start = System.nanoTime();
        try (JavaProcess process = JavaProcess.start(
                flags,
                List.of(site.classes(), BareServer.class.getName(), url(postgres), port.toString()),
                Map.of(BareServer.PASSWORD, postgres.password()),
                folder.resolve("bare.log"))) {
            while (Files.notExists(port)) {
                pause(process, start, "bare");
            }
            URI url = URI.create("http://127.0.0.1:" + Files.readString(port));
            answered(process, start, url, HttpConnection.get("/documents/" + DOCUMENT, "none"), "bare");
            return millisSince(start);
        }
    }

    /** What starts the server. */
    @FunctionalInterface
    private interface Launch {
        JavaProcess start(Map<String, String> environment, Path log) throws IOException;
    }

    private Launch up() {
        return (environment, log) ->
                JavaProcess.run(List.of(site.program().script().toString(), "up"), environment, log);
    }

    private Launch plain() {
        List<String> command = List.of(site.program().app() + "/*", "energy.amps.server.Main", "up");
        return (environment, log) -> JavaProcess.start(List.of(), command, environment, log);
    }

    /** Starts the server; milliseconds to the first battery that it shows. */
    private double amps(Launch launch, boolean first) throws Exception {
        int port = freePort();
        Path data = folder.resolve("up");
        Map<String, String> demo = first ? Map.of() : ServerProcess.read(data.resolve("demo.env"));
        long start = System.nanoTime();
        try (JavaProcess process = launch.start(
                Map.of(
                        "AMPS_PORT", Integer.toString(port),
                        "AMPS_MANAGEMENT_PORT", "0",
                        "AMPS_DATA", data.toString()),
                folder.resolve("up.log"))) {
            while (first && Files.notExists(data.resolve("demo.env"))) {
                pause(process, start, "up");
            }
            if (!first) {
                byte[] read = HttpConnection.get(
                        "/battery/"
                                + Optional.ofNullable(demo.get("AMPS_BATTERY")).orElseThrow(),
                        Optional.ofNullable(demo.get("AMPS_API_KEY")).orElseThrow());
                answered(process, start, URI.create("http://127.0.0.1:" + port), read, "up");
            }
            return millisSince(start);
        }
    }

    /** Asks until there is a 200. */
    private void answered(JavaProcess process, long startNanos, URI url, byte[] request, String name)
            throws IOException {
        while (true) {
            try (HttpConnection http = new HttpConnection(url)) {
                if (http.status(request) == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet; by and by pause() gives up.
                pause(process, startNanos, name);
                continue;
            }
            pause(process, startNanos, name);
        }
    }

    private void pause(JavaProcess process, long startNanos, String name) throws IOException {
        LockSupport.parkNanos(LOOK_NANOS);
        if (!process.isAlive() || System.nanoTime() - startNanos > LIMIT.toNanos()) {
            throw new IllegalStateException(
                    name + " did not start: " + Files.readString(folder.resolve(name + ".log")));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static double millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e6;
    }

    private Report report() {
        List<Double> limits = sum(bare, postgresOnly);
        List<Double> cachedLimits = sum(bareCached, postgresOnly);
        return new Report(
                "start: to the first answer",
                ("%d rounds after one of warm-up, all in turn, the database and the build present. `./amps up` counts from the"
                                + " start of the script to the first 200 of `GET /battery/{id}` with a key, asked every"
                                + " millisecond; the embedded PostgreSQL starts within. The bare server is the same HTTP stack and"
                                + " pool with one select behind it, on a PostgreSQL that runs already, to its first 200; PostgreSQL"
                                + " is the start of the same programs on a folder of their own by the same launcher. Median"
                                + " (min..max) over the rounds.")
                        .formatted(site.options().rounds()),
                List.of(new Report.Table(
                        List.of("", "ms"),
                        List.of(
                                List.of("`./amps up`", Spread.of(ours).text(0)),
                                List.of(
                                        "the server without its class cache",
                                        Spread.of(oursPlain).text(0)),
                                List.of("bare server", Spread.of(bare).text(0)),
                                List.of(
                                        "bare server with a class cache",
                                        Spread.of(bareCached).text(0)),
                                List.of(
                                        "PostgreSQL alone",
                                        Spread.of(postgresOnly).text(0))))),
                List.of(
                        atMost(
                                "`./amps up` as a multiple of bare server and PostgreSQL",
                                Spread.ofRatios(ours, limits)),
                        "the same of a bare server with a class cache of its own: "
                                + Spread.ofRatios(ours, cachedLimits).text(2)));
    }

    private static String atMost(String what, Spread figure) {
        return Report.below(what, figure, GOAL, "times");
    }

    private static List<Double> sum(List<Double> left, List<Double> right) {
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            sums.add(left.get(i) + right.get(i));
        }
        return sums;
    }
}
