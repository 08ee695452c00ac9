package energy.amps.standin.foxess;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The FoxESS cloud, on loopback. Thread-safe. */
public final class FoxEssStandIn implements AutoCloseable {
    private static final int MOST_BODY = 65_536;
    private static final int MOST_REMEMBERED = 1000;
    private static final Duration LONGEST_HANG = Duration.ofSeconds(60);
    private static final String PREFIX_OF_LIBRARIES = "Java-http-client";

    private final JsonMapper json = new JsonMapper();
    private final Gate gate = new Gate();
    private final Script script = new Script();
    private final List<Received> received = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final InstantSource clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FoxEssStandIn(HttpServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Starts it.
     *
     * @param port where it listens, on loopback; 0 for any free port
     */
    public static FoxEssStandIn start(int port, InstantSource clock) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
            FoxEssStandIn standIn = new FoxEssStandIn(server, clock);
            server.setExecutor(standIn.threads);
            server.createContext("/op/", standIn::serve);
            server.createContext("/standin/", exchange -> Controls.serve(standIn, exchange));
            server.start();
            return standIn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Installs an inverter for whoever has {@code key}. */
    public Inverter add(String key, Hardware hardware) {
        Inverter inverter = new Inverter(hardware, clock.instant());
        gate.customer(key).add(inverter);
        return inverter;
    }

    /** Makes a key known that opens nothing. */
    public void addKey(String key) {
        gate.customer(key);
    }

    /** The inverter of that serial number, of that key. */
    public Optional<Inverter> find(String key, String sn) {
        return gate.customer(key).inverter(sn);
    }

    /** From now on the key has expired. */
    public void expire(String key) {
        gate.customer(key).expire();
    }

    /** From now on the same path may not be called again for a while: reads, and writes. */
    public void pace(Duration query, Duration update) {
        gate.pace(query, update);
    }

    /** Plays a fault at the next {@code times} calls whose path ends with {@code path}. */
    public void play(String path, Fault fault, int times) {
        script.play(path, fault, times);
    }

    /** No more faults. */
    public void behave() {
        script.clear();
    }

    /** The calls since it was last asked, the latest thousand at most. */
    public List<Received> received() {
        synchronized (received) {
            List<Received> all = List.copyOf(received);
            received.clear();
            return all;
        }
    }

    /** How many calls the key made on each UTC day, those refused for the quota included. */
    public Collection<Integer> callsByDay(String key) {
        return gate.customer(key).callsOfAllDays();
    }

    InstantSource clock() {
        return clock;
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            Instant now = clock.instant();
            String path = exchange.getRequestURI().getPath();
            String route = exchange.getRequestMethod() + " " + path;
            String text = new String(exchange.getRequestBody().readNBytes(MOST_BODY), StandardCharsets.UTF_8);
            if (header(exchange, "User-Agent").startsWith(PREFIX_OF_LIBRARIES)) {
                send(exchange, 403, "<html>blocked</html>");
                return;
            }
            Optional<Fault> fault = script.next(path);
            if (fault.isPresent() && !fault.get().applies() && !(fault.get() instanceof Fault.Ignore)) {
                note(now, route, text, fault.get() instanceof Fault.Refuse(int errno) ? errno : -1);
                fail(exchange, fault.get());
                return;
            }
            Answer answer =
                    answer(exchange, route, text, fault.isEmpty() || fault.get().applies(), now);
            note(now, route, text, answer.errno());
            send(exchange, fault, answer);
        } catch (IOException | RuntimeException e) {
            System.err.println("a call to the stand-in came to nothing: " + e);
        }
    }

    private Answer answer(HttpExchange exchange, String route, String text, boolean takesHold, Instant now) {
        Gate.Headers headers = new Gate.Headers(
                header(exchange, "Token"), header(exchange, "Timestamp"), header(exchange, "Signature"));
        Optional<Integer> refusal = gate.refusal(exchange.getRequestURI().getPath(), headers, now);
        if (refusal.isPresent()) {
            return Answer.no(refusal.get());
        }
        try {
            JsonNode body = text.isEmpty() ? MissingNode.getInstance() : json.readTree(text);
            return Cloud.answer(
                    gate.customer(headers.token()), new Cloud.Call(route, sn(exchange, body), body, takesHold, now));
        } catch (JacksonException e) {
            return Answer.no(Errno.BAD_PARAMETER);
        }
    }

    /** The device is named in the query, or in the body under one of two names. */
    private static String sn(HttpExchange exchange, JsonNode body) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null && query.startsWith("sn=")) {
            return URLDecoder.decode(query.substring(3), StandardCharsets.UTF_8);
        }
        for (String name : List.of("sn", "deviceSN")) {
            if (body.path(name).isString()) {
                return body.path(name).stringValue();
            }
        }
        return "";
    }

    private void fail(HttpExchange exchange, Fault fault) throws IOException {
        switch (fault) {
            case Fault.Refuse(int errno) -> send(exchange, 200, envelope(Answer.no(errno)));
            case Fault.Garbage garbage -> send(exchange, 200, "<html>upstream connect error");
            case Fault.Http(int status) -> send(exchange, status, "upstream connect error");
            case Fault.Hang hang -> linger(LONGEST_HANG);
            default -> {
                // The exchange is closed without an answer, and its connection with it.
            }
        }
    }

    private void send(HttpExchange exchange, Optional<Fault> fault, Answer answer) throws IOException {
        switch (fault.orElseGet(Fault.Ignore::new)) {
            case Fault.ApplyThenHang hang -> linger(LONGEST_HANG);
            case Fault.ApplyThenReset reset -> {
                // As above.
            }
            case Fault.Slow(Duration delay) -> {
                linger(delay);
                send(exchange, 200, envelope(answer));
            }
            default -> send(exchange, 200, envelope(answer));
        }
    }

    private String envelope(Answer answer) {
        return json.writeValueAsString(answer.envelope());
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Until then, or until everything ends. */
    private void linger(Duration atMost) throws IOException {
        try {
            boolean over = closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            if (over) {
                throw new IOException("the stand-in was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void note(Instant now, String route, String body, int errno) {
        synchronized (received) {
            if (received.size() >= MOST_REMEMBERED) {
                received.removeFirst();
            }
            received.add(new Received(now, route, body, errno));
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
