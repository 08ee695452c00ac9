package energy.amps.server.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A bounded wait for something that no one announces, on the machine's steady clock. The one place that polls. */
final class Deadline {

    private static final long PAUSE_NANOS = Duration.ofMillis(3).toNanos();

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** Lets a moment go by before another attempt. */
    static void pause(Duration length) {
        in(length).await(() -> false);
    }

    boolean passed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /**
     * Waits until the condition holds.
     *
     * @return whether it held before the end
     * @throws EmbeddedPostgresException if the thread is interrupted, which stays noted on the thread
     */
    boolean await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (passed()) {
                return false;
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedPostgresException("The wait for PostgreSQL was interrupted; start again.");
            }
        }
        return true;
    }
}
