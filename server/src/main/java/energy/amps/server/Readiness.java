package energy.amps.server;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the database answers, looked at once in a while however many ask: the question needs no key, and each look takes
 * one of the engine's connections. Thread-safe.
 */
final class Readiness {

    /** How old an answer may be; as long may a look take before the node counts as not ready. */
    static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final BooleanSupplier look;
    private final LongSupplier nanos;
    private final ReentrantLock looking = new ReentrantLock();

    private record Seen(boolean answered, long atNanos) {}

    private volatile Seen last;

    /**
     * @param look asks the database; may take seconds
     * @param nanos {@link System#nanoTime}
     */
    Readiness(BooleanSupplier look, LongSupplier nanos) {
        this.look = look;
        this.nanos = nanos;
        this.last = new Seen(false, nanos.getAsLong() - GOOD_FOR.toNanos());
    }

    /** Never waits for another's look: until that has ended, the last answer holds for as long again, and then none does. */
    boolean databaseAnswers() {
        Seen seen = last;
        if (isYoungerThan(seen, GOOD_FOR) || !looking.tryLock()) {
            return seen.answered() && isYoungerThan(seen, GOOD_FOR.multipliedBy(2));
        }
        try {
            boolean answered = look.getAsBoolean();
            last = new Seen(answered, nanos.getAsLong());
            return answered;
        } finally {
            looking.unlock();
        }
    }

    private boolean isYoungerThan(Seen seen, Duration age) {
        return nanos.getAsLong() - seen.atNanos() < age.toNanos();
    }
}
