/**
 * Devices as they are stored and shown (contract sections 3 and 7).
 *
 * <p>Front doors: {@link energy.amps.server.device.Devices} lists, reads, links and places devices; {@link
 * energy.amps.server.device.Connectors} finds the connector of a vendor. {@link energy.amps.server.device.DeviceRow} is the
 * stored form, with what its connector remembers; the {@code action} feature reads and writes it under the device's lock.
 *
 * <p>{@link energy.amps.server.device.Pasts} finds a device with the chapters that its connector closed, in one statement. A
 * {@link energy.amps.server.device.Witness} is told of every live reading; {@code history} is one.
 *
 * <p>A read never changes a device. What it shows comes from the connector: a projection is computed from the connector's
 * state at the tenant's instant, and so costs the same whenever it is asked for.
 *
 * <p>Reads of one device are {@link energy.amps.server.store.SharedLookup}s: under load several share a round trip, and none is
 * answered by what was read before it came.
 *
 * <p>A device that is missing, another customer's, another environment's, another family's or another user's is one and the
 * same answer, {@code DEVICE_NOT_FOUND}.
 */
@NullMarked
package energy.amps.server.device;

import org.jspecify.annotations.NullMarked;
