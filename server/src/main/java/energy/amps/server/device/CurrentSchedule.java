package energy.amps.server.device;

import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import java.time.Instant;
import java.util.Optional;

/**
 * The schedule of a device, as its read shows it.
 *
 * @param id its id
 * @param state pending or active
 * @param nextFireAt when its next slot fires
 */
public record CurrentSchedule(ScheduleId id, ScheduleState state, Optional<Instant> nextFireAt) {}
