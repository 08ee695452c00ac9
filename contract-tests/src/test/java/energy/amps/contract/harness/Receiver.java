package energy.amps.contract.harness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A receiver of webhooks on loopback, which the server under test may reach. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    /**
     * A message.
     *
     * @param headers by names in small letters
     * @param body as it came
     */
    public record Message(Map<String, String> headers, String body) {
        /** A header, or an empty text. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** The body. */
        public JsonNode json() {
            return Json.parse(body);
        }
    }

    /** Begins to listen. */
    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                messages.add(new Message(
                        exchange.getRequestHeaders().entrySet().stream()
                                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(Locale.ROOT), e -> e.getValue()
                                        .getFirst())),
                        body));
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Answers with that status from now on. */
    public void answers(int with) {
        status = with;
    }

    /** What came in so far. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
