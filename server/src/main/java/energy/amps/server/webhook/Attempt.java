package energy.amps.server.webhook;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to deliver a message, as the customer sees it.
 *
 * @param id {@code att_...}
 * @param event {@code evt_...}
 * @param type the event's type
 * @param attempt which one it was, from 1
 * @param at when it began, real time
 * @param latencyMs how long it took
 * @param status the answer's, where there was one
 * @param error why it failed; absent where it did not
 * @param response the beginning of the answer's body
 * @param nextAt when it is tried again; absent where it is not
 */
public record Attempt(
        String id,
        String event,
        String type,
        int attempt,
        Instant at,
        int latencyMs,
        Optional<Integer> status,
        Optional<String> error,
        Optional<String> response,
        Optional<Instant> nextAt) {
    /** What ids begin with. */
    public static final String PREFIX = "att_";

    /**
     * Which attempts.
     *
     * @param event of that event alone
     * @param succeeded only those that did, or did not
     */
    public record Filter(Optional<String> event, Optional<Boolean> succeeded) {}
}
