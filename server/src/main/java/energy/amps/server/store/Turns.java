package energy.amps.server.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may use a connection next: in order of arrival, and within a limit. A pool's own wait order is by luck, and a wait
 * without end turns a slow database into a server that answers nobody. Thread-safe.
 *
 * <p>Metrics, by {@code pool}: timer {@code amps.store.waits} (of those who had to wait), gauge {@code amps.store.waiting},
 * counter {@code amps.store.refused}.
 */
public final class Turns {

    /** How long whoever needs a connection waits for one to become free. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final String pool;
    private final Semaphore free;
    private final Timer waits;
    private final Counter refused;

    /** @param most how many have their turn at a time, 1 or more */
    Turns(String pool, int most, MeterRegistry meters) {
        this.pool = pool;
        this.free = new Semaphore(most, true);
        this.waits = Timer.builder("amps.store.waits")
                .description("waits for a connection to become free, of those who had to wait")
                .tag("pool", pool)
                .register(meters);
        this.refused = Counter.builder("amps.store.refused")
                .description("those who waited in vain")
                .tag("pool", pool)
                .register(meters);
        meters.gauge("amps.store.waiting", Tags.of("pool", pool), free, Semaphore::getQueueLength);
    }

    /**
     * Waits for a turn.
     *
     * @throws StoreException when none came within {@link #LONGEST_WAIT}; nothing was asked of the database
     */
    void take() {
        boolean interrupted = false;
        try {
            long start = System.nanoTime();
            long left = 0;
            while (true) {
                try {
                    if (free.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                    if (left > 0) {
                        refused.increment();
                        throw StoreException.busy("a connection of the pool '" + pool + "'", LONGEST_WAIT);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                left = Math.max(1, LONGEST_WAIT.toNanos() - (System.nanoTime() - start));
            }
            if (left > 0) {
                waits.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void done() {
        free.release();
    }
}
