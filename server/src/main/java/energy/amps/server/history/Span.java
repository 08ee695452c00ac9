package energy.amps.server.history;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stretch of the past that is in order: it begins before it ends, ends no later than now, and is not too long.
 *
 * @param resolution how long its intervals are
 * @param from where it begins, not yet aligned
 * @param to where it ends, not yet aligned
 * @param now the tenant's time
 */
record Span(Resolution resolution, Instant from, Instant to, Instant now) {
    /** Intervals that a span may be long; a week of five minutes. */
    static final int MOST_INTERVALS = 2_016;

    /** The span that a request asks for at {@code now}. */
    static Checked<Span> of(HistoryRequest request, Instant now) {
        Resolution resolution = request.resolution().orElse(Resolution.HOUR);
        Instant to = request.to().filter(asked -> asked.isBefore(now)).orElse(now);
        Instant from = request.from().orElseGet(() -> to.minus(resolution.asked()));
        if (request.from().isPresent() && from.isBefore(Instant.EPOCH)) {
            return refused("must not be before 1970");
        }
        if (!from.isBefore(now)) {
            return refused("must be in the past");
        }
        if (!from.isBefore(to)) {
            return refused("must be before 'to'");
        }
        Duration longest = resolution.usual().multipliedBy(MOST_INTERVALS);
        if (Duration.between(from, to).compareTo(longest) > 0) {
            return refused("must be at most " + MOST_INTERVALS + " intervals of " + resolution.wire()
                    + " before 'to'; ask for a shorter span or a coarser resolution");
        }
        return new Checked.Passed<>(new Span(resolution, from, to, now));
    }

    private static Checked<Span> refused(String message) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: ?from: " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", "?from", "message", message)))));
    }

    /** Before every interval, wherever the plant is. */
    Instant earliest() {
        return from.minus(Duration.ofDays(2));
    }

    /**
     * The intervals' bounds: the span's ends are moved outwards to whole intervals, except that nothing reaches beyond now.
     *
     * @param plant the plant's zone; without one days are UTC's
     */
    List<Instant> edges(Optional<ZoneId> plant) {
        ZoneId zone = plant.orElse(ZoneId.of("UTC"));
        List<Instant> edges = new ArrayList<>();
        Instant edge = resolution.floor(from, zone);
        while (edge.isBefore(to)) {
            edges.add(edge);
            edge = resolution.next(edge, zone);
        }
        edges.add(edge.isBefore(now) ? edge : now);
        return edges;
    }
}
