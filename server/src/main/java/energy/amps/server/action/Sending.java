package energy.amps.server.action;

import java.time.Instant;
import java.util.Optional;

/**
 * The current sending of an instruction, opening or return.
 *
 * @param attempt its number, from 1; 0 before the first
 * @param at when the intent to send it was committed
 * @param fault what was last heard of it, when that was not good
 */
record Sending(int attempt, Optional<Instant> at, Optional<Fault> fault) {
    static final Sending NONE = new Sending(0, Optional.empty(), Optional.empty());

    Sending next(Instant now) {
        return new Sending(attempt + 1, Optional.of(now), fault);
    }

    /** It did not go out after all. */
    Sending unsent(Fault why) {
        return new Sending(attempt - 1, Optional.empty(), Optional.of(why));
    }

    Sending failing(Fault heard) {
        return new Sending(attempt, at, Optional.of(heard));
    }

    Instant sentAt() {
        return at.orElseThrow(() -> new IllegalStateException("nothing was sent"));
    }
}
