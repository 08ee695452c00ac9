package energy.amps.faulttests.nodes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A receiver of webhooks that notes what comes, and answers nobody until it is told to. Thread-safe. */
final class Listener implements AutoCloseable {
    private final HttpServer server;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch answering = new CountDownLatch(1);

    /**
     * What came.
     *
     * @param id the message's
     * @param body as it came
     */
    record Heard(String id, String body) {}

    Listener() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::hear);
        server.start();
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(exchange.getRequestHeaders().getFirst("webhook-id"), body));
            answering.await();
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** All that came so far, in its order. */
    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** Answers from now on, those who wait included. */
    void answer() {
        answering.countDown();
    }

    @Override
    public void close() {
        answer();
        server.stop(0);
    }
}
