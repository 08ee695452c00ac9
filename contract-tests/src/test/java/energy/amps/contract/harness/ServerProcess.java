package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The packaged server, run as its own process with the JVM that runs the tests, and ended together with it. */
final class ServerProcess {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path data;
    private final Path log;

    private ServerProcess(Process process, Path data, Path log) {
        this.process = process;
        this.data = data;
        this.log = log;
    }

    /** The operator's token of every server that is started here. */
    private static final String ADMIN_TOKEN = "contract-tests-".repeat(3);

    /**
     * Starts the server that was packaged beside {@code module} and waits until it can serve.
     *
     * @param settings beyond those that every test wants, or in their place
     */
    static ServerProcess start(Path module, Map<String, String> settings) {
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(module.resolve("target")), "contract-data-");
            Path log = data.resolve("server.log");
            ServerProcess server = new ServerProcess(launch(module, data, log, settings), data, log);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-server-under-test"));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, and with which keys. */
    Target target() {
        Map<String, String> variables = new HashMap<>(demo());
        variables.put("AMPS_ADMIN_TOKEN", ADMIN_TOKEN);
        return Target.of(variables);
    }

    private static Process launch(Path module, Path data, Path log, Map<String, String> settings) throws IOException {
        Path built = module.resolve("../server/target").normalize();
        String classPath = built.resolve("lib") + File.separator + "*" + File.pathSeparator + serverJar(built);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.net.hosts.file=" + onlyItself(data),
                "-cp",
                classPath,
                "energy.amps.server.Main",
                "up");
        builder.environment().keySet().removeIf(name -> name.startsWith("AMPS_"));
        builder.environment()
                .putAll(Map.of(
                        "AMPS_PORT", "0",
                        "AMPS_MANAGEMENT_PORT", "0",
                        "AMPS_DATA", data.toString(),
                        "AMPS_ADMIN_TOKEN", ADMIN_TOKEN,
                        "AMPS_RATE_LIMIT", "1000000",
                        "AMPS_RATE_BURST", "1000000",
                        "AMPS_SANDBOX_ACCEPT_DELAY", "PT0S",
                        "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S"));
        builder.environment().putAll(settings);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** The names that the server can look up: no test has it ask anybody else for an address. */
    private static Path onlyItself(Path folder) throws IOException {
        return Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
    }

    private static Path serverJar(Path built) throws IOException {
        if (Files.isDirectory(built)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(built, "amps-server-*.jar")) {
                for (Path jar : jars) {
                    return jar;
                }
            }
        }
        throw new IllegalStateException(
                "no amps-server-*.jar in " + built + ": package the server first, or set AMPS_URL");
    }

    private void awaitReady() {
        try {
            Awaitility.await("the server to be ready")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || isReady());
        } catch (ConditionTimeoutException e) {
            stop();
            throw failure("was not ready within " + START_LIMIT.toSeconds() + " s", Optional.of(e));
        }
        if (!process.isAlive()) {
            throw failure("ended with code " + process.exitValue() + " while starting", Optional.empty());
        }
    }

    private boolean isReady() throws InterruptedException {
        Map<String, String> demo = demo();
        if (!demo.containsKey("AMPS_URL")) {
            return false;
        }
        URI ready = URI.create(demo.get("AMPS_URL") + "/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Map<String, String> demo() {
        try {
            Path file = data.resolve("demo.env");
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
            return lines.stream()
                    .filter(line -> line.contains("="))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1),
                            (first, second) -> second));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String what, Optional<Throwable> cause) {
        return new IllegalStateException(
                "The server under test " + what + "; its log is " + log + " and ends with:\n" + tail(),
                cause.orElse(null));
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log, UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
