package energy.amps.server.schedule;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.schedule.plan.Occurrence;
import energy.amps.server.store.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Unfolds schedules for those who want to see beforehand (contract section 8). Pure. */
final class Previews {
    /** Longest stretch of one preview. */
    static final Duration LONGEST = Duration.ofDays(400);

    /** The stretch when none is named. */
    static final Duration DEFAULT = Duration.ofDays(7);

    /** Most occurrences of one preview. */
    static final int MOST = 1_000;

    private Previews() {}

    /** The occurrences that begin from {@code from} on and before {@code until}. */
    static Checked<Preview> of(StoredSchedule schedule, Optional<Instant> from, Optional<Instant> until, Instant now) {
        Instant start = from.orElse(now);
        Instant end = until.orElse(start.plus(DEFAULT));
        if (!end.isAfter(start)) {
            return malformed("?to", "must lie after 'from'");
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            return malformed("?to", "must lie at most " + LONGEST.toDays() + " days after 'from'");
        }
        return new Checked.Passed<>(within(schedule, start, end));
    }

    /** As it is set now, up to its cancellation. */
    private static Preview within(StoredSchedule schedule, Instant start, Instant end) {
        boolean isOver = schedule.course().state() == ScheduleState.CANCELLED;
        Instant last = isOver && schedule.course().updatedAt().isBefore(end)
                ? schedule.course().updatedAt()
                : end;
        List<Preview.Item> items = new ArrayList<>();
        Iterator<Occurrence> all = schedule.plan().from(start);
        while (all.hasNext()) {
            Occurrence next = all.next();
            if (!next.start().isBefore(last)) {
                break;
            }
            if (items.size() == MOST) {
                return new Preview(items, true);
            }
            String command =
                    schedule.setting().content().slots().get(next.slot()).command();
            items.add(new Preview.Item(next, command));
        }
        return new Preview(items, false);
    }

    private static <T> Checked<T> malformed(String pointer, String message) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: " + pointer + ": " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", pointer, "message", message)))));
    }
}
