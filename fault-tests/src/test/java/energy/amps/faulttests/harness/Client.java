package energy.amps.faulttests.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** An integrator's client of one node. Thread-safe. */
public final class Client implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final URI url;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param key a secret */
    public Client(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    /**
     * Sends a GET.
     *
     * @throws IOException when no whole answer came: what was asked for may hold or not
     */
    public Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    /**
     * Sends a POST.
     *
     * @throws IOException when no whole answer came: what was asked for may hold or not
     */
    public Answer post(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Sends a POST under an {@code Idempotency-Key}.
     *
     * @throws IOException when no whole answer came; the same may be sent again
     */
    public Answer post(String path, String idempotencyKey, String body) throws IOException {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("content-type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Sends a PUT.
     *
     * @throws IOException when no whole answer came: what was asked for may hold or not
     */
    public Answer put(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /**
     * Sends a PATCH.
     *
     * @throws IOException when no whole answer came: what was asked for may hold or not
     */
    public Answer patch(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(url.resolve(path))
                .header("content-type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Pushes a command to a battery. */
    public Answer push(String device, String command, Optional<Instant> start, Optional<Instant> end)
            throws IOException {
        String times = start.map(at -> ",\"start\":\"" + at + "\"").orElse("")
                + end.map(at -> ",\"end\":\"" + at + "\"").orElse("");
        return post("/battery/" + device, "{\"action\":{\"command\":\"" + command + "\"" + times + "}}");
    }

    /** One action. */
    public Answer action(String id) throws IOException {
        return get("/actions/" + id);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(
                    request.header("x-api-key", key).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
