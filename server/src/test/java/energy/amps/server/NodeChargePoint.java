package energy.amps.server;

import static energy.amps.server.testing.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A charge point that we did not write: the npm package {@code ocpp-rpc} in strict mode, which holds every frame to the
 * specification's schemas by itself. It is installed once below {@code target}.
 */
final class NodeChargePoint implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Path BASE =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<JsonNode> closings = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    private NodeChargePoint(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /** Where the package is; empty where there is no Node, or no way to get it. */
    static synchronized Optional<Path> installed() {
        Path folder = BASE.resolve("target/peers/ocpp");
        try {
            Files.createDirectories(folder);
            for (String file : List.of("package.json", "charge-point.js")) {
                Files.write(
                        folder.resolve(file),
                        Files.readAllBytes(BASE.resolve("src/test/peers/ocpp").resolve(file)));
            }
            if (Files.isDirectory(folder.resolve("node_modules/ocpp-rpc"))) {
                return Optional.of(folder);
            }
            Process npm = new ProcessBuilder("npm", "install", "--no-package-lock", "--no-audit", "--no-fund")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
            return npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0 ? Optional.of(folder) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static NodeChargePoint start(Path folder) {
        try {
            return new NodeChargePoint(new ProcessBuilder("node", "charge-point.js")
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode event = MAPPER.readTree(line);
                if (event.has("asked")) {
                    asked.add(event.get("asked"));
                } else if (event.has("closed")) {
                    closings.add(event.get("closed"));
                } else if (event.has("violation")) {
                    violations.add(event.get("violation").stringValue());
                } else {
                    answers.add(event);
                }
            }
        } catch (IOException e) {
            // It has ended.
            answers.clear();
        }
    }

    private JsonNode command(ObjectNode command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            JsonNode answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer to " + command);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Dials; gives what came of it: {@code connected} or {@code refused}. */
    JsonNode dial(String endpoint, String identity, Optional<String> password, String protocol) {
        ObjectNode connect = MAPPER.createObjectNode()
                .put("endpoint", endpoint)
                .put("identity", identity)
                .put("protocol", protocol);
        password.ifPresent(word -> connect.put("password", word));
        return command(MAPPER.createObjectNode().set("connect", connect));
    }

    void hangUp() {
        command(MAPPER.createObjectNode().put("hangUp", true));
    }

    /** From now on it answers so; {@code {"error":...}} is a CALLERROR. */
    void answer(String method, String with) {
        ObjectNode answer = MAPPER.createObjectNode().put("method", method);
        answer.set("with", MAPPER.readTree(with));
        command(MAPPER.createObjectNode().set("answer", answer));
    }

    /** Calls, and gives the result. */
    JsonNode call(String method, String params) {
        ObjectNode call = MAPPER.createObjectNode().put("method", method);
        call.set("params", MAPPER.readTree(params));
        JsonNode answer = command(MAPPER.createObjectNode().set("call", call));
        assertThat(answer.has("result")).as(method + " -> " + answer).isTrue();
        return answer.get("result");
    }

    /** Waits until it was asked that, and forgets what it was asked up to then. */
    JsonNode awaitAsked(String method) {
        eventually().until(() -> asked.stream().anyMatch(call -> isCall(call, method)));
        JsonNode found =
                asked.stream().filter(call -> isCall(call, method)).findFirst().orElseThrow();
        asked.subList(0, asked.indexOf(found) + 1).clear();
        return found.get("params");
    }

    /** The same, with a word that has to be in what is asked. */
    JsonNode awaitAsked(String method, String word) {
        eventually().until(() -> asked.stream()
                .anyMatch(call -> isCall(call, method) && call.toString().contains(word)));
        JsonNode found = asked.stream()
                .filter(call -> isCall(call, method) && call.toString().contains(word))
                .findFirst()
                .orElseThrow();
        asked.subList(0, asked.indexOf(found) + 1).clear();
        return found.get("params");
    }

    private static boolean isCall(JsonNode call, String method) {
        return call.path("method").asString("").equals(method);
    }

    /** How its connections were closed. */
    List<JsonNode> closings() {
        return closings;
    }

    /** What it found against the schemas. */
    List<String> violations() {
        return violations;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
