package energy.amps.server.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a message that did not arrive is tried again (contract section 9): a pure function. */
final class Ladder {
    /** The waits after the first, second, ... attempt. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** Attempts in all. */
    static final int ATTEMPTS = 10;

    /** The longest wait that a receiver can ask for. */
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(24);

    private static final double JITTER = 0.2;

    private Ladder() {}

    /**
     * The wait before the next attempt; empty when that was the last.
     *
     * @param made attempts made, 1 or more
     * @param chance from 0 to 1: spreads the waits by a fifth to either side
     * @param retryAfter what the receiver asked for; makes a wait longer, never shorter
     */
    static Optional<Duration> after(int made, double chance, Optional<Duration> retryAfter) {
        if (made >= ATTEMPTS) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(made - 1);
        Duration spread = Duration.ofMillis(Math.round(wait.toMillis() * (1 - JITTER + 2 * JITTER * chance)));
        Duration asked = retryAfter
                .map(d -> d.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : d)
                .orElse(Duration.ZERO);
        return Optional.of(asked.compareTo(spread) > 0 ? asked : spread);
    }
}
