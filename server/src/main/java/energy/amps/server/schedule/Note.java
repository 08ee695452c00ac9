package energy.amps.server.schedule;

import energy.amps.server.action.SlotFate;
import energy.amps.server.schedule.plan.Occurrence;
import energy.amps.server.store.ActionId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a schedule, before it has its number.
 *
 * @param type what happened
 * @param schedule of which schedule, as it stands then
 * @param at when, for the integrator
 * @param more what the event says beyond the schedule
 */
record Note(String type, StoredSchedule schedule, Instant at, Map<String, Object> more) {
    private static final String SKIPPED = "schedule.slot_skipped";

    static Note created(StoredSchedule schedule, Instant now) {
        return new Note("schedule.created", schedule, now, Map.of());
    }

    static Note updated(StoredSchedule schedule, Instant now) {
        return new Note("schedule.updated", schedule, now, Map.of());
    }

    static Note cancelled(StoredSchedule schedule, Instant now) {
        return new Note("schedule.cancelled", schedule, now, Map.of());
    }

    /** A gap has swallowed its window. */
    static Note swallowed(StoredSchedule schedule, Occurrence occurrence, Instant now) {
        return new Note(SKIPPED, schedule, now, about(schedule, occurrence, "reason", "gap"));
    }

    /** Other actions are in its way. */
    static Note skipped(StoredSchedule schedule, Occurrence occurrence, SlotFate.Skipped fate, Instant now) {
        Map<String, Object> more =
                about(schedule, occurrence, "reason", fate.inProgress() ? "action_in_progress" : "action_scheduled");
        more.put(
                "conflictingActionIds",
                fate.actions().stream().map(ActionId::value).toList());
        return new Note(SKIPPED, schedule, now, more);
    }

    static Note failed(StoredSchedule schedule, Occurrence occurrence, SlotFate.Failed fate, Instant now) {
        Map<String, Object> more = about(schedule, occurrence, "errorCode", fate.code());
        more.put("errorMessage", fate.message());
        return new Note("schedule.slot_failed", schedule, now, more);
    }

    private static Map<String, Object> about(StoredSchedule schedule, Occurrence occurrence, String key, String value) {
        Map<String, Object> more = new LinkedHashMap<>();
        String command =
                schedule.setting().content().slots().get(occurrence.slot()).command();
        more.put("slot", occurrence.slot());
        more.put("occurrence", ScheduleDocument.of(occurrence, command));
        more.put(key, value);
        return more;
    }

    /** The event's body: flat, and like the read. */
    Map<String, @Nullable Object> body(long sequence) {
        Map<String, @Nullable Object> body = ScheduleDocument.of(schedule.view(at));
        body.put("scheduleId", schedule.id().value());
        body.put("userId", schedule.header().user().value());
        body.putAll(more);
        body.put("type", type);
        body.put("timestamp", ScheduleDocument.text(at));
        body.put("sequence", sequence);
        return body;
    }
}
