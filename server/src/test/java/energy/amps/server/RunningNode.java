package energy.amps.server;

import energy.amps.server.config.Settings;
import energy.amps.server.config.SettingsReading;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole node, as {@code up} starts it, on a database of a test's own, with the demo's household and a client. */
final class RunningNode implements AutoCloseable {
    final TestDatabase database;
    final Node node;
    final Demo.Household household;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param data holds nothing but the demo's keys */
    RunningNode(Path data, Map<String, String> settings) {
        this(House.database(), data, settings);
    }

    /** @param database perhaps another node's as well, with the same {@code data} */
    RunningNode(TestDatabase database, Path data, Map<String, String> settings) {
        this.database = database;
        Map<String, String> environment = new HashMap<>(Map.of(
                "AMPS_PORT", "0",
                "AMPS_DATA", data.toString(),
                "AMPS_DATABASE_URL", database.jdbcUrl(),
                "AMPS_DATABASE_USER", database.user(),
                "AMPS_DATABASE_PASSWORD", database.password(),
                "AMPS_SANDBOX_ACCEPT_DELAY", "PT0S",
                "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S"));
        environment.putAll(settings);
        node = switch (Settings.read(environment)) {
            case SettingsReading.Valid valid -> Node.start(valid.settings(), environment);
            case SettingsReading.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
        Demo demo = new Demo(node.platform(), data);
        household = demo.prepare();
        demo.write(household, node.url(), node.managementUrl());
    }

    /** An answer. */
    record Reply(int status, Map<String, String> headers, JsonNode json) {
        String at(String pointer) {
            return json.at(pointer).asString("");
        }
    }

    Reply get(String path) {
        return send(household.apiKey(), path, HttpRequest.Builder::GET);
    }

    Reply post(String path, String body) {
        return send(household.apiKey(), path, request -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The same under an {@code Idempotency-Key}. */
    Reply post(String path, String idempotencyKey, String body) {
        return send(household.apiKey(), path, request -> request.header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply get(String key, String path) {
        return send(key, path, HttpRequest.Builder::GET);
    }

    /** With the live key. */
    Reply getLive(String path) {
        return get(household.liveKey(), path);
    }

    /** With the live key. */
    Reply postLive(String path, String body) {
        return send(household.liveKey(), path, request -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply send(String key, String path, UnaryOperator<HttpRequest.Builder> as) {
        HttpResponse<String> response = text(
                as.apply(HttpRequest.newBuilder(URI.create(node.url() + path)).header("x-api-key", key)));
        Map<String, String> headers = new HashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        return new Reply(response.statusCode(), headers, JsonMapper.shared().readTree(response.body()));
    }

    /** What {@code /metrics} shows now. */
    String scrape() {
        return text(HttpRequest.newBuilder(URI.create(node.managementUrl() + "/metrics")))
                .body();
    }

    /** The value of one series as it stands in a scrape; 0 when there is none. */
    double metric(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    private HttpResponse<String> text(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    Sql sql() {
        return Sql.on(database);
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
