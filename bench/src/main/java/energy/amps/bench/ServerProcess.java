package energy.amps.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The packaged server as a process, unless told otherwise on a durable PostgreSQL of its own, in a data folder that goes with it. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final Path data;
    private final Map<String, String> demo;
    private boolean keep;

    private ServerProcess(JavaProcess process, Path data, Map<String, String> demo) {
        this.process = process;
        this.data = data;
        this.demo = demo;
    }

    /**
     * How a server is to be run.
     *
     * @param flags of its JVM, beyond the usual ones
     * @param environment settings, beyond ports, data folder and a sandbox without delays
     */
    record Setup(List<String> flags, Map<String, String> environment) {
        static final Setup USUAL = new Setup(List.of(), Map.of());

        /** With a flight recording that is written when it ends. */
        static Setup recorded(Optional<Path> recording) {
            return new Setup(
                    recording
                            .map(file -> List.of(
                                    "-XX:StartFlightRecording=settings=profile,jdk.CPUTimeSample#enabled=true,dumponexit=true,filename="
                                            + file.toAbsolutePath()))
                            .orElse(List.of()),
                    Map.of());
        }
    }

    /**
     * Starts it, and returns when it serves.
     *
     * @param app the folder with the server's jars
     * @param folder where the data folder is made: on the disk that is to be measured
     */
    static ServerProcess start(Path app, Path folder, Setup setup) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(Files.createDirectories(folder), "bench-data-");
        Map<String, String> environment = new HashMap<>(Map.of(
                "AMPS_PORT", "0",
                "AMPS_MANAGEMENT_PORT", "0",
                "AMPS_DATA", data.toString(),
                "AMPS_DEMO", "true",
                "AMPS_RATE_LIMIT", "1000000",
                "AMPS_RATE_BURST", "1000000",
                "AMPS_SANDBOX_ACCEPT_DELAY", "PT0S",
                "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S"));
        environment.putAll(setup.environment());
        Path log = data.resolve("server.log");
        JavaProcess process = JavaProcess.start(
                setup.flags(), List.of(app + File.separator + "*", "energy.amps.server.Main", "up"), environment, log);
        long giveUp = System.nanoTime() + START_LIMIT.toNanos();
        while (Files.notExists(data.resolve("demo.env"))) {
            if (!process.goesOn() || System.nanoTime() > giveUp) {
                process.close();
                throw new IllegalStateException("the server did not start; its log is " + log);
            }
        }
        return new ServerProcess(process, data, read(data.resolve("demo.env")));
    }

    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> lines = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return lines;
    }

    URI url() {
        return URI.create(demo("AMPS_URL"));
    }

    /** The sandbox key: a secret. */
    String key() {
        return demo("AMPS_API_KEY");
    }

    /** The demo's battery that takes every command. */
    String battery() {
        return demo("AMPS_BATTERY");
    }

    Path data() {
        return data;
    }

    JavaProcess process() {
        return process;
    }

    Metrics metrics() throws IOException {
        return Metrics.of(URI.create(demo("AMPS_MANAGEMENT_URL")));
    }

    Postgres postgres() throws IOException {
        return Postgres.in(data);
    }

    /** The process of its PostgreSQL, from which all others of it descend. */
    long postmaster() throws IOException {
        return Postgres.postmaster(data);
    }

    private String demo(String name) {
        String value = demo.get(name);
        if (value == null) {
            throw new IllegalStateException("demo.env has no " + name);
        }
        return value;
    }

    /** Does something with it; when that fails, the data is left behind, and where is said. */
    <T> T keepingDataOnFailure(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            keep = true;
            System.err.println("amps bench: failed; the logs are kept in " + data);
            throw e;
        }
    }

    /** Stops it, and removes its data. */
    @Override
    public void close() throws IOException {
        process.close();
        if (keep) {
            return;
        }
        remove(data);
    }

    /** Removes a folder and all that is in it. */
    static void remove(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
