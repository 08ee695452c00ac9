package energy.amps.server.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one attempt.
 *
 * @param status the answer's, where there was one
 * @param error why there was none, or why it counts as none: {@code timeout}, {@code connection_failed},
 *     {@code connection_lost}, {@code tls}, {@code dns}, {@code refused_loopback} and the like, {@code redirect},
 *     {@code http_status}
 * @param response the beginning of the answer's body
 * @param retryAfter what the receiver asked for
 * @param latency from the start of the attempt to its end
 */
record Result(
        Optional<Integer> status,
        Optional<String> error,
        Optional<String> response,
        Optional<Duration> retryAfter,
        Duration latency) {
    private static final int GONE = 410;

    static Result failed(String error, Duration latency) {
        return new Result(Optional.empty(), Optional.of(error), Optional.empty(), Optional.empty(), latency);
    }

    static Result answered(int status, String response, Optional<Duration> retryAfter, Duration latency) {
        Optional<String> error =
                status / 100 == 2 ? Optional.empty() : Optional.of(status / 100 == 3 ? "redirect" : "http_status");
        return new Result(Optional.of(status), error, Optional.of(response), retryAfter, latency);
    }

    boolean arrived() {
        return error.isEmpty();
    }

    /** Whether the receiver says that it is there no longer. */
    boolean gone() {
        return status.filter(s -> s == GONE).isPresent();
    }
}
