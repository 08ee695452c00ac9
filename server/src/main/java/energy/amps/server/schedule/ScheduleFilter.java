package energy.amps.server.schedule;

import energy.amps.device.DeviceId;
import energy.amps.server.store.ScheduleState;
import java.util.Optional;

/**
 * Which schedules a list is asked for; an empty part does not narrow.
 *
 * @param user a user's id, or the integrator's own reference of one
 * @param state standing there
 * @param device on this device; a foreign one gives an empty page
 */
public record ScheduleFilter(Optional<String> user, Optional<ScheduleState> state, Optional<DeviceId> device) {}
