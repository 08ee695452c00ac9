package energy.amps.server.action;

import java.time.Instant;
import java.util.Optional;

/**
 * What the integrator is told of the course of an action.
 *
 * @param updatedAt when it last changed
 * @param acknowledgedAt when the vendor took the write
 * @param completedAt when it became terminal
 * @param message how it ended, in a sentence
 * @param error why it failed
 */
record Report(
        Instant updatedAt,
        Optional<Instant> acknowledgedAt,
        Optional<Instant> completedAt,
        Optional<String> message,
        Optional<Fault> error) {

    static Report fresh(Instant now) {
        return new Report(now, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Report touched(Instant now) {
        return new Report(now, acknowledgedAt, completedAt, message, error);
    }

    Report taken(Instant now) {
        return new Report(now, Optional.of(acknowledgedAt.orElse(now)), completedAt, message, error);
    }

    Report ended(Instant now, String how, Optional<Fault> why) {
        return new Report(now, acknowledgedAt, Optional.of(now), Optional.of(how), why);
    }
}
