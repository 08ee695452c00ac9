package energy.amps.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A started edge with a client, for one test or one class. */
final class RunningEdge implements AutoCloseable {

    static final Instant PLATFORM_NOW = Instant.parse("2026-11-01T10:00:00.001999Z");

    final FakeFeatures features = new FakeFeatures();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningEdge() {
        this(HttpLimits.DEFAULT, HttpTimeouts.DEFAULT);
    }

    RunningEdge(HttpLimits limits, HttpTimeouts timeouts) {
        HttpConfig loopback = HttpConfig.loopback(0, 0);
        HttpConfig config = new HttpConfig(loopback.api(), loopback.management(), limits, timeouts);
        server = HttpServer.start(
                config, features, new FakeOperator(), meters, InstantSource.fixed(PLATFORM_NOW), new Random(7));
    }

    /** An answer, its body as JSON. */
    record Reply(HttpResponse<String> response, JsonNode json) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return json.at("/error/code").asString("");
        }

        JsonNode at(String pointer) {
            return json.at(pointer);
        }
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, String body) {
        return send("POST", path, body);
    }

    Reply send(String method, String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return anonymous(path).header("x-api-key", FakeFeatures.KEY);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(uri(server.port(), path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder management(String path) {
        return HttpRequest.newBuilder(uri(server.managementPort(), path)).timeout(Duration.ofSeconds(20));
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Reply send(HttpRequest.Builder request) {
        HttpResponse<String> response = text(request);
        return new Reply(response, JsonMapper.shared().readTree(response.body()));
    }

    HttpResponse<String> text(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The last thing that reached the features. */
    FakeFeatures.Asked lastAsked() {
        return features.asked.getLast();
    }

    RawClient raw() {
        return new RawClient(server.port());
    }

    @Override
    public void close() {
        client.close();
        server.stop(Duration.ofSeconds(5));
    }
}
