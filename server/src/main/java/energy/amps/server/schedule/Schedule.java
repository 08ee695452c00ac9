package energy.amps.server.schedule;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A schedule as the API shows it (contract section 8).
 *
 * @param id its id
 * @param deviceId the device it is on
 * @param family the device's family
 * @param user whose device that is
 * @param state where it stands
 * @param zone the zone that its wall clocks are read in
 * @param content recurrence and slots as sent
 * @param createdAt when it was first set
 * @param updatedAt when it was last set, cancelled or completed
 * @param nextFireAt the instant of the next slot that will fire
 */
public record Schedule(
        ScheduleId id,
        DeviceId deviceId,
        Family family,
        UserId user,
        ScheduleState state,
        ZoneId zone,
        ScheduleRequest content,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> nextFireAt) {}
