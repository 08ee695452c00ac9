package energy.amps.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import energy.amps.server.webhook.Signature;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code listen}: a receiver on this machine for whoever tries webhooks out. Makes an endpoint for as long as it runs, prints
 * what arrives and whether its signature holds, and removes the endpoint when it is stopped.
 */
final class Listen implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String platform;
    private final String key;
    private final PrintStream out;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String secret = "";
    private volatile String path = "";

    private Listen(String platform, String key, int port, PrintStream out) throws IOException {
        this.platform = platform;
        this.key = key;
        this.out = out;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    /**
     * Begins to listen.
     *
     * @param platform where the API is, {@code http://127.0.0.1:8080}
     * @param key whose events
     * @param port to listen on; 0 takes any free one
     * @throws IOException when the port is taken, or the platform does not make the endpoint
     */
    static Listen start(String platform, String key, int port, PrintStream out) throws IOException {
        Listen listen = new Listen(platform, key, port, out);
        listen.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listen.server.createContext("/", listen::received);
        listen.server.start();
        try {
            listen.makeEndpoint();
        } catch (IOException e) {
            listen.server.stop(0);
            throw e;
        }
        return listen;
    }

    private void makeEndpoint() throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        JsonNode answer = ask(
                "POST",
                "/webhook-endpoints",
                JsonMapper.shared().writeValueAsString(Map.of("url", url, "description", "./amps listen")));
        secret = answer.at("/data/secret").asString("");
        path = "/webhook-endpoints/" + answer.at("/data/id").asString("");
        out.println("Listening on " + url + " for the events of this key; Ctrl-C stops it and removes the endpoint.");
    }

    private JsonNode ask(String method, String where, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform + where))
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw new IOException(answer.at("/error/message").asString("it answered " + response.statusCode()));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void received(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = header(exchange, "webhook-id");
            String timestamp = header(exchange, "webhook-timestamp");
            boolean verified = timestamp.matches("\\d{1,18}")
                    && List.of(header(exchange, "webhook-signature").split(" ", -1))
                            .contains(Signature.of(List.of(secret), id, Long.parseLong(timestamp), body));
            out.println(header(exchange, "amps-event-type") + "  " + id + "  signature "
                    + (verified ? "verified" : "DOES NOT HOLD"));
            out.println("  " + new String(body, java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            exchange.sendResponseHeaders(verified ? 204 : 400, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The endpoint's path, for those who look at it. */
    String endpoint() {
        return path;
    }

    /** Removes the endpoint, and stops. */
    @Override
    public void close() {
        try {
            ask("DELETE", path, "{}");
        } catch (IOException e) {
            out.println(
                    "The endpoint could not be removed: " + e.getMessage() + " Remove it with DELETE " + path + ".");
        }
        server.stop(0);
        client.close();
    }
}
