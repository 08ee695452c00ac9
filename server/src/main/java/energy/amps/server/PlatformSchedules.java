package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.http.ScheduleFeatures;
import energy.amps.server.schedule.Preview;
import energy.amps.server.schedule.Schedule;
import energy.amps.server.schedule.ScheduleFilter;
import energy.amps.server.schedule.Schedules;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import java.time.Instant;
import java.util.Optional;

/** Schedules as the HTTP edge asks for them. */
record PlatformSchedules(Schedules schedules) implements ScheduleFeatures {

    @Override
    public Checked<Schedule> set(
            Caller caller, Family family, DeviceId device, ScheduleRequest request, Keep<Schedule> keep) {
        return schedules.set(caller, family, device, request, keep);
    }

    @Override
    public Checked<Schedule> cancel(Caller caller, Family family, DeviceId device, Keep<Schedule> keep) {
        return schedules.cancel(caller, family, device, keep);
    }

    @Override
    public Checked<Schedule> read(Caller caller, Family family, DeviceId device) {
        return schedules.read(caller, family, device);
    }

    @Override
    public Slice<Schedule> list(Caller caller, ScheduleFilter filter, Page page) {
        return schedules.list(caller, filter, page);
    }

    @Override
    public Checked<Schedule> read(Caller caller, ScheduleId schedule) {
        return schedules.read(caller, schedule);
    }

    @Override
    public Checked<Preview> occurrences(
            Caller caller, ScheduleId schedule, Optional<Instant> from, Optional<Instant> until) {
        return schedules.occurrences(caller, schedule, from, until);
    }
}
