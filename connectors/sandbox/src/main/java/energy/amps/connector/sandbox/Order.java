package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import java.time.Instant;

/**
 * An instruction on its way to a device.
 *
 * @param instruction what the device is to do
 * @param purpose whether it is a push or the return of a window
 * @param takesHold when the device begins
 */
record Order(Instruction instruction, Attempt.Purpose purpose, Instant takesHold) {}
