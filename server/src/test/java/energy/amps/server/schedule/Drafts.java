package energy.amps.server.schedule;

import energy.amps.server.schedule.plan.RecurrenceRequest;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.schedule.plan.SlotRequest;
import energy.amps.server.testing.House;
import java.util.List;
import java.util.Optional;

/** Schedules as tests send them. */
public final class Drafts {
    static final RecurrenceRequest DAILY = new RecurrenceRequest(
            "daily", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private Drafts() {}

    public static ScheduleRequest daily(SlotRequest... slots) {
        return new ScheduleRequest(Optional.of("Europe/London"), Optional.of(DAILY), List.of(slots));
    }

    public static ScheduleRequest once(SlotRequest... slots) {
        return new ScheduleRequest(Optional.empty(), Optional.empty(), List.of(slots));
    }

    public static SlotRequest window(String time, String duration, String command) {
        return new SlotRequest(Optional.of(time), Optional.empty(), Optional.of(duration), command, Optional.empty());
    }

    public static SlotRequest charge(String time, String duration) {
        return new SlotRequest(
                Optional.of(time), Optional.empty(), Optional.of(duration), "charge", Optional.of(House.target(100)));
    }

    public static SlotRequest bare(String time, String command) {
        return new SlotRequest(Optional.of(time), Optional.empty(), Optional.empty(), command, Optional.empty());
    }

    public static SlotRequest at(String instant, Optional<String> duration, String command) {
        return new SlotRequest(Optional.empty(), Optional.of(instant), duration, command, Optional.empty());
    }
}
