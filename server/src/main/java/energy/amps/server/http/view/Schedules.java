package energy.amps.server.http.view;

import energy.amps.server.device.CurrentSchedule;
import energy.amps.server.schedule.Preview;
import energy.amps.server.schedule.Schedule;
import energy.amps.server.schedule.ScheduleDocument;
import energy.amps.server.store.Slice;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Schedules (contract section 8). */
public final class Schedules {

    private Schedules() {}

    /** The whole schedule: every key is there, null where it does not apply. */
    public static Content whole(Schedule schedule) {
        return out -> document(ScheduleDocument.of(schedule), out);
    }

    /** A page of whole schedules. */
    public static Content list(Slice<Schedule> slice) {
        return Lists.of(slice, Schedules::whole);
    }

    /** What a schedule comes to. */
    public static Content preview(Preview preview) {
        return out -> {
            out.writeStartObject();
            out.writeName("items");
            out.writeStartArray();
            preview.items().forEach(item -> document(ScheduleDocument.of(item.occurrence(), item.command()), out));
            out.writeEndArray();
            out.writeBooleanProperty("hasMore", preview.hasMore());
            out.writeEndObject();
        };
    }

    /** The {@code currentSchedule} of a device. */
    static void current(CurrentSchedule schedule, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("id", schedule.id().value());
        out.writeStringProperty("state", schedule.state().wire());
        Values.instant(out, "nextFireAt", schedule.nextFireAt());
        Values.link(out, "/schedules/" + schedule.id().value());
        out.writeEndObject();
    }

    private static void document(Map<String, @Nullable Object> document, JsonGenerator out) {
        out.writeStartObject();
        document.forEach((name, value) -> {
            out.writeName(name);
            if (value == null) {
                out.writeNull();
            } else {
                Values.any(out, value);
            }
        });
        out.writeEndObject();
    }
}
