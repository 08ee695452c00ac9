package energy.amps.server.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a {@link PlatformClock} with its database, in a thread of its own. */
public final class ClockSampling implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClockSampling.class);

    /** How often the database's clock is looked at. */
    public static final Duration EVERY = Duration.ofSeconds(30);

    private final CountDownLatch closing = new CountDownLatch(1);

    private ClockSampling() {}

    /**
     * Looks once, and then every {@link #EVERY}.
     *
     * @throws StoreException when the first look fails; later ones keep the last offset
     */
    public static ClockSampling start(PlatformClock clock, Database database) {
        clock.sample(database);
        ClockSampling sampling = new ClockSampling();
        Thread.ofVirtual().name("clock-sampling").start(() -> sampling.run(clock, database));
        return sampling;
    }

    private void run(PlatformClock clock, Database database) {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                sample(clock, database);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sample(PlatformClock clock, Database database) {
        try {
            clock.sample(database);
        } catch (StoreException e) {
            log.warn("could not look at the database's clock; keeping the last offset", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
