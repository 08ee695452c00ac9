package energy.amps.server.schedule;

import energy.amps.server.schedule.plan.Adjusted;
import energy.amps.server.schedule.plan.Occurrence;
import energy.amps.server.schedule.plan.RecurrenceRequest;
import energy.amps.server.schedule.plan.SlotRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A schedule as a document under the contract's names, in the contract's order: what reads and events show alike. */
public final class ScheduleDocument {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private ScheduleDocument() {}

    /** The whole schedule; every key is present, null where it does not apply. */
    public static Map<String, @Nullable Object> of(Schedule schedule) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", schedule.id().value());
        document.put("deviceId", schedule.deviceId().value());
        document.put("deviceType", schedule.family().wire());
        document.put("state", schedule.state().wire());
        document.put("timezone", schedule.zone().getId());
        document.put(
                "recurrence",
                schedule.content()
                        .recurrence()
                        .map(ScheduleDocument::recurrence)
                        .orElse(null));
        document.put("slots", slots(schedule.content().slots()));
        document.put("createdAt", MILLIS.format(schedule.createdAt()));
        document.put("updatedAt", MILLIS.format(schedule.updatedAt()));
        document.put("nextFireAt", instant(schedule.nextFireAt()));
        return document;
    }

    /** An occurrence, with its slot's command. */
    public static Map<String, @Nullable Object> of(Occurrence occurrence, String command) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("start", MILLIS.format(occurrence.start()));
        document.put("end", instant(occurrence.end()));
        document.put("local", LOCAL.format(occurrence.local()));
        document.put("adjusted", occurrence.adjusted().map(Adjusted::wire).orElse(null));
        document.put("command", command);
        return document;
    }

    /** A recurrence as it was sent. */
    static Map<String, Object> recurrence(RecurrenceRequest recurrence) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rule", recurrence.rule());
        recurrence.days().ifPresent(days -> document.put("days", days));
        recurrence.rrule().ifPresent(rrule -> document.put("rrule", rrule));
        recurrence.startDate().ifPresent(date -> document.put("startDate", date));
        recurrence.endDate().ifPresent(date -> document.put("endDate", date));
        recurrence.exclude().ifPresent(dates -> document.put("exclude", dates));
        return document;
    }

    /** Slots as they were sent. */
    static List<Map<String, Object>> slots(List<SlotRequest> slots) {
        return slots.stream().map(ScheduleDocument::slot).toList();
    }

    private static Map<String, Object> slot(SlotRequest slot) {
        Map<String, Object> document = new LinkedHashMap<>();
        slot.time().ifPresent(time -> document.put("time", time));
        slot.at().ifPresent(at -> document.put("at", at));
        slot.duration().ifPresent(duration -> document.put("duration", duration));
        document.put("command", slot.command());
        slot.parameters().ifPresent(parameters -> {
            Map<String, Object> quantities = new LinkedHashMap<>();
            parameters.forEach((name, quantity) -> {
                Map<String, Object> value = new LinkedHashMap<>();
                value.put("value", quantity.value());
                value.put("unit", quantity.unit());
                quantities.put(name, value);
            });
            document.put("parameters", quantities);
        });
        return document;
    }

    static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    private static @Nullable String instant(Optional<Instant> instant) {
        return instant.map(MILLIS::format).orElse(null);
    }
}
