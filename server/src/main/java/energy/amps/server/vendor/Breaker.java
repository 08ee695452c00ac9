package energy.amps.server.vendor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps calls away from an account that gives no usable answers: after some in a row it is open; when that is over, one call may
 * try; if that brings nothing either, it is open for twice as long. Thread-safe.
 */
final class Breaker {
    /** So many calls in a row without a usable answer open it. */
    static final int FAILURES = 5;

    /** How long it is open at first. */
    static final Duration OPEN = Duration.ofSeconds(30);

    /** The longest that it is open at a time. */
    static final Duration OPEN_MOST = Duration.ofMinutes(5);

    /** How long the one call that tries may take before another may. */
    static final Duration PROBE = Duration.ofMinutes(2);

    private int failures;
    private Duration open = OPEN;
    private Instant openUntil = Instant.MIN;
    private Instant probeUntil = Instant.MIN;

    /** Whether a call that yields may be made. A call that is let through is {@link #ended}, or {@link #released}. */
    synchronized boolean lets(Instant now) {
        if (failures < FAILURES) {
            return true;
        }
        if (now.isBefore(openUntil) || now.isBefore(probeUntil)) {
            return false;
        }
        probeUntil = now.plus(PROBE);
        return true;
    }

    /** A call that was let through is not made. */
    synchronized void released() {
        probeUntil = Instant.MIN;
    }

    /** A call came back. */
    synchronized void ended(boolean usable, Instant now) {
        probeUntil = Instant.MIN;
        if (usable) {
            failures = 0;
            open = OPEN;
            openUntil = Instant.MIN;
            return;
        }
        failures++;
        if (failures >= FAILURES && !now.isBefore(openUntil)) {
            openUntil = now.plus(open);
            open = open.multipliedBy(2).compareTo(OPEN_MOST) < 0 ? open.multipliedBy(2) : OPEN_MOST;
        }
    }

    /** Until when no call that yields may be made; empty when one may. */
    synchronized Optional<Instant> closedUntil(Instant now) {
        Instant until = openUntil.isAfter(probeUntil) ? openUntil : probeUntil;
        return failures >= FAILURES && until.isAfter(now) ? Optional.of(until) : Optional.empty();
    }

    /** Whether it keeps calls away, or lets but one try. */
    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }
}
