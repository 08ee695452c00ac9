package energy.amps.server.http.shape;

import energy.amps.server.schedule.plan.PlanCheck;
import energy.amps.server.schedule.plan.RecurrenceRequest;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.schedule.plan.SlotRequest;
import java.util.List;
import java.util.Optional;

/** The body of a schedule (contract section 8). */
final class ScheduleBody {

    private ScheduleBody() {}

    /** The request; empty, with problems noted, when the shape is broken. */
    static Optional<ScheduleRequest> read(byte[] body, Problems problems) {
        return Fields.ofBody(body, problems).flatMap(top -> {
            top.require("slots");
            Optional<String> timezone = top.text("timezone");
            Optional<RecurrenceRequest> recurrence = top.object("recurrence").flatMap(ScheduleBody::recurrence);
            Optional<List<Fields>> slots = top.list("slots");
            slots.filter(all -> all.size() > PlanCheck.MAX_SLOTS)
                    .ifPresent(all -> top.problem("slots", "more than " + PlanCheck.MAX_SLOTS + " slots"));
            top.refuseOthers();
            return slots.map(all -> new ScheduleRequest(
                    timezone,
                    recurrence,
                    all.stream()
                            .map(ScheduleBody::slot)
                            .flatMap(Optional::stream)
                            .toList()));
        });
    }

    private static Optional<RecurrenceRequest> recurrence(Fields fields) {
        fields.require("rule");
        Optional<String> rule = fields.text("rule");
        Optional<List<String>> days = fields.texts("days");
        Optional<String> rrule = fields.text("rrule");
        Optional<String> start = fields.text("startDate");
        Optional<String> end = fields.text("endDate");
        Optional<List<String>> exclude = fields.texts("exclude");
        fields.refuseOthers();
        return rule.map(name -> new RecurrenceRequest(name, days, rrule, start, end, exclude));
    }

    private static Optional<SlotRequest> slot(Fields fields) {
        fields.require("command");
        Optional<String> command = fields.text("command");
        Optional<String> time = fields.text("time");
        Optional<String> at = fields.text("at");
        Optional<String> duration = fields.text("duration");
        var parameters = fields.object("parameters").map(PushBody::quantities);
        fields.refuseOthers();
        return command.map(name -> new SlotRequest(time, at, duration, name, parameters));
    }
}
