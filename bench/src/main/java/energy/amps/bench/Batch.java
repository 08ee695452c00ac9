package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;

/**
 * What falls due together.
 *
 * @param size how many
 * @param from the instant of the first
 * @param within the stretch over which they are spread evenly; zero for all at once
 */
record Batch(int size, Instant from, Duration within) {
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** Microseconds from one to the next. */
    long gapMicros() {
        return within.toNanos() / 1000 / size;
    }

    /** After which nothing can still be on its way, short of a fault. */
    Duration limit() {
        return within.plus(MARGIN);
    }
}
