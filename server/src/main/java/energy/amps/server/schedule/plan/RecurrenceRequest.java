package energy.amps.server.schedule.plan;

import java.util.List;
import java.util.Optional;

/**
 * A recurrence as it was sent: well formed, and nothing else known of it.
 *
 * @param rule {@code daily}, {@code weekly}, {@code monthly} or {@code rrule}
 * @param days of {@code weekly}: {@code mon} to {@code sun}
 * @param rrule of {@code rrule}: the text of an RFC 5545 rule
 * @param startDate the first date on which it may fire, and what months and intervals are counted from
 * @param endDate the last such date
 * @param exclude dates on which it does not fire
 */
public record RecurrenceRequest(
        String rule,
        Optional<List<String>> days,
        Optional<String> rrule,
        Optional<String> startDate,
        Optional<String> endDate,
        Optional<List<String>> exclude) {

    /** Copies the lists. */
    public RecurrenceRequest {
        days = days.map(List::copyOf);
        exclude = exclude.map(List::copyOf);
    }
}
