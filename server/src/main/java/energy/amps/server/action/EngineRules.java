package energy.amps.server.action;

import java.time.Duration;

/**
 * The engine's limits (contract section 5); every one is in {@code docs/reference/limits.md}.
 *
 * @param lateLimit how late a bare start may fire
 */
public record EngineRules(Duration lateLimit) {

    /** An outcome that no reading could settle by then stays unknown. */
    static final Duration SETTLE_LIMIT = Duration.ofMinutes(15);

    /** A return that does not hold by then has failed; trying goes on. */
    static final Duration RETURN_LIMIT = Duration.ofHours(1);

    /** How often a failed return is tried again. */
    static final Duration RETURN_AFTER_FAILURE = Duration.ofHours(1);

    /** Most time between two tries of a return within its hour. */
    static final Duration RETURN_BACKOFF_MAX = Duration.ofMinutes(5);

    /** Most time between two readings that try to settle an outcome. */
    static final Duration LOOK_BACKOFF_MAX = Duration.ofMinutes(1);

    /** An outcome that no reading could verify by then, counted from the first that would have, stays unverified. */
    static final Duration VERIFY_LIMIT = Duration.ofMinutes(15);

    /** Least time between two readings that try to verify an outcome. */
    static final Duration VERIFY_BACKOFF_MIN = Duration.ofSeconds(15);

    /** Most time between two readings that try to verify an outcome. */
    static final Duration VERIFY_BACKOFF_MAX = Duration.ofMinutes(5);

    /** Least time between two renewals, whatever a connector asks for. */
    static final Duration RENEWAL_LEAST = Duration.ofSeconds(1);

    /** Most time between two tries of a renewal that does not go through. */
    static final Duration RENEWAL_BACKOFF_MAX = Duration.ofMinutes(5);

    /** How long an action that must wait for the device's lane waits before it looks again. */
    static final Duration LANE_WAIT = Duration.ofMillis(100);

    /** How often one command is sent at most: once, and once more when a reading shows that nothing was applied. */
    static final int MOST_SENDINGS = 2;

    /** Most actions that wait in one device's queue. */
    static final int QUEUE_LIMIT = 16;

    /** How long to wait before the next try of a return. */
    static Duration returnBackoff(int attempt) {
        Duration backoff = Duration.ofSeconds(1L << Math.min(attempt - 1, 16));
        return backoff.compareTo(RETURN_BACKOFF_MAX) > 0 ? RETURN_BACKOFF_MAX : backoff;
    }

    /** How long to wait before a renewal that failed is tried again, when it was due that long ago. */
    static Duration renewalBackoff(Duration sinceDue) {
        Duration least = Duration.ofSeconds(1);
        return sinceDue.compareTo(least) < 0
                ? least
                : sinceDue.compareTo(RENEWAL_BACKOFF_MAX) > 0 ? RENEWAL_BACKOFF_MAX : sinceDue;
    }

    /** How long to wait before the next reading that tries to verify, when the first was that long ago: readings cost calls. */
    static Duration verifyBackoff(Duration sinceFirst) {
        return sinceFirst.compareTo(VERIFY_BACKOFF_MIN) < 0
                ? VERIFY_BACKOFF_MIN
                : sinceFirst.compareTo(VERIFY_BACKOFF_MAX) > 0 ? VERIFY_BACKOFF_MAX : sinceFirst;
    }

    /** How long to wait before the next reading, when the last sending is that long ago. */
    static Duration lookBackoff(Duration sinceSending) {
        Duration half = sinceSending.dividedBy(2);
        Duration least = Duration.ofSeconds(1);
        return half.compareTo(least) < 0 ? least : half.compareTo(LOOK_BACKOFF_MAX) > 0 ? LOOK_BACKOFF_MAX : half;
    }
}
