package energy.amps.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small work that comes round every few seconds on each node, in a thread of its own; what fails is tried the next time. */
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    /** How often. */
    static final Duration EVERY = Duration.ofSeconds(2);

    private final List<Runnable> work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("rounds").unstarted(this::run);

    /** @param work in order */
    Rounds(List<Runnable> work) {
        this.work = List.copyOf(work);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                work.forEach(Rounds::attempt);
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(Runnable each) {
        try {
            each.run();
        } catch (RuntimeException e) {
            log.error("a piece of the rounds failed; it comes round again", e);
        }
    }

    /** Stops, and waits for what is under way. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
