package energy.amps.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Somebody's web server on loopback: notes what it gets, and answers as a test says, path by path. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Map<String, Answering> answers = new ConcurrentHashMap<>();

    /** What came in. */
    public record Got(String path, Map<String, String> headers, String body) {
        /** The message's id; empty where there is none. */
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** Listens on a free port. */
    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey().toLowerCase(java.util.Locale.ROOT), e -> String.join(",", e.getValue())));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(path, headers, body));
            try (exchange) {
                answers.getOrDefault(path, status(200)).answer(exchange);
            }
        });
        server.start();
    }

    /** Answers with that and nothing else. */
    public static Answering status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** Where it is found, by path. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Answers a path so from now on; otherwise with 200. */
    public void answers(String path, Answering answering) {
        answers.put(path, answering);
    }

    /** What came to a path. */
    public List<Got> got(String path) {
        return got.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
