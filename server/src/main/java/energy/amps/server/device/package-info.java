/**
 * Devices as they are stored and shown (contract sections 3 and 7).
 *
 * <p>Front doors: {@link energy.amps.server.device.Devices} lists, reads and places devices; {@link
 * energy.amps.server.device.Connectors} finds the connector of a vendor; {@link energy.amps.server.device.Connections} has
 * them come, lose their vendor, come back and go, each with its event. {@link energy.amps.server.device.DeviceRow} is the
 * stored form, with what its connector remembers; the {@code action} feature reads and writes it under the device's lock.
 *
 * <p>{@link energy.amps.server.device.Pasts} finds a device with the chapters that its connector closed, in one statement. A
 * {@link energy.amps.server.device.Witness} is told of every live reading; {@code history} is one.
 *
 * <p>A read never changes a device. What it shows comes from the connector: a projection is computed from the connector's
 * state at the tenant's instant, and so costs the same whenever it is asked for.
 *
 * <p><b>Live devices</b> are read by tiers (contract section 3): from the cache, which is the table {@code reading}; else by a
 * pull, one at a time for each device over all nodes; else as they were last seen. A write ends the cache: {@link
 * energy.amps.server.device.Readings#end} is called in the transaction that commits to it, and again in the one that notes what
 * came of it, so that no reading in between is taken for fresh either. A pull is a lease on the device's row: a node that dies
 * delays others only until it lapses. Lists never pull.
 *
 * <p><b>Looks.</b> {@link energy.amps.server.device.Looks} reads each live device by itself. A row of {@code look} says when; it comes with the
 * device, goes when the device is gone or its credentials died, and is claimed like a job (its own instant is the lease, a token
 * fences), so a dead node's devices are taken up by others. Each time it comes, {@link energy.amps.server.vendor.Pace} is asked anew: what
 * is not due yet is put off without a call. A look does not share the readers' pull: it could be refused where theirs is not.
 *
 * <p>Reads of one device are {@link energy.amps.server.store.SharedLookup}s: under load several share a round trip, and none is
 * answered by what was read before it came.
 *
 * <p>A device whose vendor no longer takes its account's credentials is disconnected, once, when a read or a write finds that out.
 * Its reads are refused without asking the vendor; pushes to it are accepted, because its account may be linked again before
 * their instant.
 *
 * <pre>
 *   connected --- credentials die ---> disconnected     leaving (erased, and not found by anybody)
 *       ^                                   |               ^
 *       +------- account linked again ------+    unlinked --+
 * </pre>
 *
 * <p>A device that is missing, another customer's, another environment's, another family's or another user's is one and the
 * same answer, {@code DEVICE_NOT_FOUND}.
 */
@NullMarked
package energy.amps.server.device;

import org.jspecify.annotations.NullMarked;
