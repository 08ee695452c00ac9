package energy.amps.server.action;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.ActionState;
import java.util.Optional;

/**
 * Which actions a list is asked for; an empty part does not narrow.
 *
 * @param user a user's id, or the integrator's own reference of one
 * @param family of devices of this family
 * @param state standing there
 * @param device of this device; a foreign one gives an empty page
 */
public record ActionFilter(
        Optional<String> user, Optional<Family> family, Optional<ActionState> state, Optional<DeviceId> device) {}
