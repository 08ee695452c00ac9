package energy.amps.faulttests.nodes;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As simple as a balancer can be: it asks each node for readiness now and then, gives requests in turn to those that were
 * ready when last asked, keeps connections open, and tries nothing twice. Thread-safe.
 */
final class Balancer implements AutoCloseable {
    private static final int PROBE_MILLIS = 200;

    private final String key;
    private final List<Backend> backends = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread prober;

    Balancer(String key) {
        this.key = key;
        this.prober = Thread.ofVirtual().start(this::probe);
    }

    /** A node as the balancer knows it. */
    private static final class Backend {
        private final int port;
        private final Deque<KeptConnection> kept = new ConcurrentLinkedDeque<>();
        private final AtomicInteger served = new AtomicInteger();
        private volatile boolean ready;

        Backend(int port) {
            this.port = port;
        }
    }

    void add(int port) {
        backends.add(new Backend(port));
    }

    /** Whether a node is given requests. */
    boolean uses(int port) {
        return backends.stream().anyMatch(backend -> backend.port == port && backend.ready);
    }

    /** How many requests a node was given. */
    int served(int port) {
        return backends.stream()
                .filter(backend -> backend.port == port)
                .mapToInt(backend -> backend.served.get())
                .sum();
    }

    /**
     * Sends a request to the next node; once.
     *
     * @throws IOException when no whole answer came
     */
    KeptConnection.Reply send(String method, String path, String body) throws IOException {
        List<Backend> ready = backends.stream().filter(backend -> backend.ready).toList();
        if (ready.isEmpty()) {
            throw new IOException("no node is ready");
        }
        Backend backend = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
        backend.served.incrementAndGet();
        return send(backend, method, path, body);
    }

    private KeptConnection.Reply send(Backend backend, String method, String path, String body) throws IOException {
        KeptConnection kept = backend.kept.poll();
        KeptConnection connection = kept == null ? new KeptConnection(backend.port) : kept;
        try {
            KeptConnection.Reply reply = connection.send(method, path, key, body);
            if (reply.closes()) {
                connection.close();
            } else {
                backend.kept.push(connection);
            }
            return reply;
        } catch (IOException e) {
            connection.close();
            throw new IOException((kept == null ? "on a new" : "on a kept") + " connection to " + backend.port, e);
        }
    }

    private void probe() {
        try {
            do {
                for (Backend backend : backends) {
                    backend.ready = isReady(backend);
                }
            } while (!closing.await(PROBE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady(Backend backend) {
        try {
            return send(backend, "GET", "/health/ready", "").status() == 200;
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            prober.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backends.forEach(backend -> backend.kept.forEach(KeptConnection::close));
    }
}
