package energy.amps.connector.ocpp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/** What is done beside a test, which can wait until nothing is under way. */
final class Works implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser underWay = new Phaser(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** Does it beside everything else. */
    void run(Runnable work) {
        run(threads, work);
    }

    /** Does it where it is said. */
    void run(Executor on, Runnable work) {
        underWay.register();
        on.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                failures.add(failure);
            } finally {
                underWay.arriveAndDeregister();
            }
        });
    }

    /** Waits until nothing is under way; throws what was thrown. */
    void settle() {
        underWay.arriveAndAwaitAdvance();
        Throwable failure = failures.poll();
        if (failure != null) {
            throw new IllegalStateException("a charger or its session failed: " + failure, failure);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
