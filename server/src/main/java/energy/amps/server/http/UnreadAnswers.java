package energy.amps.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose client does not take its answer: a write to a socket waits for the client without end, and no option
 * of the socket limits it. Thread-safe.
 */
final class UnreadAnswers implements AutoCloseable {

    /** How often it looks. */
    static final Duration EVERY = Duration.ofMillis(250);

    private final Duration patience;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private UnreadAnswers(Duration patience) {
        this.patience = patience;
    }

    /** Watches, in a thread of its own, that no write takes longer than {@code patience}. */
    static UnreadAnswers watch(Duration patience) {
        UnreadAnswers watch = new UnreadAnswers(patience);
        Thread.ofVirtual().name("unread-answers").start(watch::run);
        return watch;
    }

    void opened(ClientConnection connection) {
        open.add(connection);
    }

    void ended(ClientConnection connection) {
        open.remove(connection);
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                open.stream()
                        .filter(connection -> connection.writesLongerThan(patience))
                        .forEach(ClientConnection::cutOff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
