/**
 * Inverters and batteries that speak SunSpec over Modbus TCP, on the operator's own network.
 *
 * <p>Front door: {@link energy.amps.connector.sunspec.SunSpecConnectorProvider}, found by the service loader. Everything else is
 * private to the room.
 *
 * <pre>
 *   Networks   may we go there?         Lines        one connection to a host at a time
 *   Connection registers over TCP       Layout       which models, and where
 *   Block      one model, decoded       Plant        a device while it is talked to
 *   BatteryLook, InverterLook           what a device does, in our words
 *   Controls   the registers that tell a storage what to do, and what they mean
 *   Aim        what an instruction wants of them         Writes   the way there
 *   Teller     sends it                                  Judge    whether it holds
 * </pre>
 *
 * <p><b>One talk per call.</b> A call waits for its host's line, connects, says all that it has to say and closes. Nothing is sent
 * twice, and after anything but a plain refusal the connection is thrown away.
 *
 * <p><b>What is remembered</b> ({@code Memory}): where the device and its models are, what its storage can do, and, from the first
 * command on, how its controls stood before. That is put back when it is let go, by {@code auto.balanced}: the owner's reserve,
 * whether the grid may charge, and limits that were in force.
 *
 * <p><b>Who ends a command.</b> The device's own timer is armed with the end of the window, so that the battery is free again then
 * whether or not the platform is there. Until then the command is said again every minute: a device that restarted is told anew, a
 * target that was met becomes a hold. One that somebody else commands by now is left to them.
 *
 * <p><b>Threads.</b> Any number; {@code Plant} and {@code Connection} belong to one call.
 *
 * <p><b>What fails how.</b> What a device or a network does is a {@code ModbusException}, and becomes an outcome at the door:
 * refused where nothing can have changed, unknown where it may have. What was not remembered by this version is a fault of the
 * caller: {@code IllegalArgumentException}.
 *
 * <p>Why there is no Modbus library in it: decision 0037. Why an address is given as a key: decision 0038. Not here: windows,
 * conflicts, retries, and when to read; those are the platform's.
 */
@NullMarked
package energy.amps.connector.sunspec;

import org.jspecify.annotations.NullMarked;
