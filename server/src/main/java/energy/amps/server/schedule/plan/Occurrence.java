package energy.amps.server.schedule.plan;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * A slot on a date.
 *
 * @param slot the slot's place among the schedule's, from 0
 * @param local the wall clock that its slot names
 * @param start when it begins
 * @param end when its window ends, never before {@code start}
 * @param adjusted whether its start had to be moved, else its end, because of a change of the clocks
 */
public record Occurrence(
        int slot, LocalDateTime local, Instant start, Optional<Instant> end, Optional<Adjusted> adjusted) {

    /** The order in which occurrences take place: two may share an instant. */
    public static final Comparator<Occurrence> IN_ORDER = Comparator.comparing(Occurrence::start)
            .thenComparing(Occurrence::local)
            .thenComparingInt(Occurrence::slot);

    /** What tells it apart from all others of its schedule, whatever the zone's rules say: its date and its slot. */
    public String id() {
        return local.toLocalDate() + "/" + slot;
    }

    /** Whether a gap has swallowed its whole window. */
    public boolean isEmpty() {
        return end.filter(start::equals).isPresent();
    }
}
