/**
 * Devices as the API shows them: families, ids, typed state and declared capabilities (contract sections 1, 3 and 4).
 *
 * <p>{@link energy.amps.device.Capabilities} is the one description of what a device accepts. The read shows it, the
 * push is checked against it ({@link energy.amps.check}), and nothing else is consulted: no code above a connector asks
 * for the vendor. {@link energy.amps.device.DeviceState} is sealed; each family's state is a record of optional, typed
 * fields, because a field that a device does not report is absent and never a made-up zero.
 *
 * <p>Signs: power is positive while a battery charges, everywhere.
 */
@NullMarked
package energy.amps.device;

import org.jspecify.annotations.NullMarked;
