package energy.amps.server.schedule.plan;

import java.util.List;
import java.util.Optional;

/**
 * A schedule as it was sent: well formed, and nothing else known of it.
 *
 * @param timezone the text of {@code timezone}; empty for the plant's
 * @param recurrence on which days
 * @param slots what to do, and when on those days
 */
public record ScheduleRequest(
        Optional<String> timezone, Optional<RecurrenceRequest> recurrence, List<SlotRequest> slots) {

    /** Copies the slots. */
    public ScheduleRequest {
        slots = List.copyOf(slots);
    }
}
