package energy.amps.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a delivery after an attempt: a pure function. */
sealed interface Judgement {

    /** It arrived. */
    record Arrived() implements Judgement {}

    /**
     * It is tried again.
     *
     * @param at when
     */
    record Again(Instant at) implements Judgement {}

    /**
     * It is given up; a replay takes it up again.
     *
     * @param gone whether the receiver said that it is there no longer
     */
    record GivenUp(boolean gone) implements Judgement {}

    /**
     * The judgement.
     *
     * @param made attempts made, this one included
     * @param now when it ended
     * @param chance from 0 to 1
     */
    static Judgement of(Result result, int made, Instant now, double chance) {
        if (result.arrived()) {
            return new Arrived();
        }
        if (result.gone()) {
            return new GivenUp(true);
        }
        Optional<Duration> wait = Ladder.after(made, chance, result.retryAfter());
        return wait.<Judgement>map(w -> new Again(now.plus(w))).orElseGet(() -> new GivenUp(false));
    }
}
