package energy.amps.server.webhook;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Cuts off attempts that take too long in all: a time-out of the socket begins anew with each byte, and a receiver that drips
 * them would never meet it. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
    /** How often it is looked for attempts whose time is over. */
    static final Duration EVERY = Duration.ofMillis(250);

    private final Duration limit;
    private final LongSupplier nanos;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param limit how long an attempt may take
     * @param nanos a clock that only runs forward, as {@link System#nanoTime}
     */
    Deadlines(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    void start() {
        Thread.ofVirtual().name("webhook-deadlines").start(() -> {
            try {
                while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Cuts off what is over. */
    void look() {
        long now = nanos.getAsLong();
        running.stream().filter(each -> now - each.end >= 0).forEach(Running::cutOff);
    }

    /** Cuts off everything. */
    void cutOffAll() {
        running.forEach(Running::cutOff);
    }

    /** @param cutOff ends the attempt from another thread */
    Running begin(Runnable cutOff) {
        Running one = new Running(nanos.getAsLong() + limit.toNanos(), cutOff);
        running.add(one);
        return one;
    }

    /** An attempt under way. */
    final class Running implements AutoCloseable {
        private final long end;
        private final Runnable cutOff;
        private final AtomicBoolean over = new AtomicBoolean();

        private Running(long end, Runnable cutOff) {
            this.end = end;
            this.cutOff = cutOff;
        }

        private void cutOff() {
            over.set(true);
            cutOff.run();
        }

        boolean isOver() {
            return over.get();
        }

        @Override
        public void close() {
            running.remove(this);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
