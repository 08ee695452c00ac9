package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.schedule.Preview;
import energy.amps.server.schedule.Schedule;
import energy.amps.server.schedule.ScheduleFilter;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import java.time.Instant;
import java.util.Optional;

/** What the edge asks of schedules. */
public interface ScheduleFeatures {
    Checked<Schedule> set(Caller caller, Family family, DeviceId device, ScheduleRequest request, Keep<Schedule> keep);

    Checked<Schedule> cancel(Caller caller, Family family, DeviceId device, Keep<Schedule> keep);

    Checked<Schedule> read(Caller caller, Family family, DeviceId device);

    Slice<Schedule> list(Caller caller, ScheduleFilter filter, Page page);

    Checked<Schedule> read(Caller caller, ScheduleId schedule);

    Checked<Preview> occurrences(Caller caller, ScheduleId schedule, Optional<Instant> from, Optional<Instant> until);
}
