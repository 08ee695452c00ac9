package energy.amps.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A packaged server on a database of the caller's, with free ports. Thread-safe. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final Pattern API = Pattern.compile("  API +(http://\\S+)\n");
    private static final Pattern OPERATING = Pattern.compile("  operating +(http://\\S+)/metrics\n");

    private final JavaProcess process;
    private final URI url;
    private final URI managementUrl;

    private NodeProcess(JavaProcess process, URI url, URI managementUrl) {
        this.process = process;
        this.url = url;
        this.managementUrl = managementUrl;
    }

    /**
     * What to start.
     *
     * @param built the server's build folder, with its jar and its {@code lib}
     * @param extraJars put on the class path behind them
     * @param folder where its data folder and its log go; one per node
     * @param environment its settings
     */
    public record Plan(Path built, List<Path> extraJars, Path folder, Map<String, String> environment) {

        /** The same with one setting more. */
        public Plan with(String name, String value) {
            Map<String, String> settings = new HashMap<>(environment);
            settings.put(name, value);
            return new Plan(built, extraJars, folder, settings);
        }

        /** The same for another node. */
        public Plan in(Path folder) {
            return new Plan(built, extraJars, folder, environment);
        }
    }

    /** Starts a node and waits until it is ready. */
    public static NodeProcess start(Plan plan) {
        NodeProcess node = launch(plan);
        node.process.await("readiness", START_LIMIT, () -> node.isReady() ? Optional.of(true) : Optional.empty());
        return node;
    }

    /** Starts a node and waits until it listens. */
    public static NodeProcess launch(Plan plan) {
        try {
            Files.createDirectories(plan.folder());
            Map<String, String> environment = new HashMap<>(Map.of(
                    "AMPS_PORT", "0",
                    "AMPS_MANAGEMENT_PORT", "0",
                    "AMPS_DATA", plan.folder().resolve("data").toString()));
            environment.putAll(plan.environment());
            JavaProcess process = JavaProcess.start(
                    List.of(
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-XX:+UseCompactObjectHeaders",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath(plan),
                            "energy.amps.server.Main",
                            "up"),
                    environment,
                    plan.folder().resolve("node.log"));
            return process.await("its addresses", START_LIMIT, () -> {
                String printed = process.printed();
                Matcher api = API.matcher(printed);
                Matcher operating = OPERATING.matcher(printed);
                return api.find() && operating.find()
                        ? Optional.of(
                                new NodeProcess(process, URI.create(api.group(1)), URI.create(operating.group(1))))
                        : Optional.empty();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath(Plan plan) throws IOException {
        List<String> entries = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(plan.built(), "amps-server-*.jar")) {
            for (Path jar : jars) {
                if (!jar.toString().endsWith("-tests.jar")) {
                    entries.add(jar.toString());
                }
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalStateException("no amps-server-*.jar in " + plan.built() + ": package the server first");
        }
        entries.add(plan.built().resolve("lib") + File.separator + "*");
        plan.extraJars().forEach(jar -> entries.add(jar.toString()));
        return String.join(File.pathSeparator, entries);
    }

    /** Whether it says that it can serve. */
    public boolean isReady() {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PROBE_LIMIT)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/health/ready"))
                    .timeout(PROBE_LIMIT)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where its API is. */
    public URI url() {
        return url;
    }

    /** Where its metrics are. */
    public URI managementUrl() {
        return managementUrl;
    }

    /** The process, to be killed, paused and resumed. */
    public JavaProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
