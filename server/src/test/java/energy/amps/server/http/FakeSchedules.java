package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
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

/** No schedules at all: what they are is tested behind the edge, and over HTTP. */
record FakeSchedules() implements ScheduleFeatures {

    @Override
    public Checked<Schedule> set(
            Caller caller, Family family, DeviceId device, ScheduleRequest request, Keep<Schedule> keep) {
        return none();
    }

    @Override
    public Checked<Schedule> cancel(Caller caller, Family family, DeviceId device, Keep<Schedule> keep) {
        return none();
    }

    @Override
    public Checked<Schedule> read(Caller caller, Family family, DeviceId device) {
        return none();
    }

    @Override
    public Slice<Schedule> list(Caller caller, ScheduleFilter filter, Page page) {
        return Slice.empty(page);
    }

    @Override
    public Checked<Schedule> read(Caller caller, ScheduleId schedule) {
        return none();
    }

    @Override
    public Checked<Preview> occurrences(
            Caller caller, ScheduleId schedule, Optional<Instant> from, Optional<Instant> until) {
        return none();
    }

    private static <T> Checked<T> none() {
        return new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "none"));
    }
}
