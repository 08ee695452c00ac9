package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.StateChange;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The simulated hardware of a family that takes writes. */
interface Operable extends Simulator {

    /** What the device was told and does not yet stand under at {@code now}. */
    Optional<Instruction> onItsWay(LinkedDevice device, Instant now);

    /** The step of a device that is sent {@code order} at {@code issuedAt}. */
    StateChange obey(LinkedDevice device, Order order, Instant issuedAt);

    /** The step of a device whose settings are written now. */
    StateChange configure(LinkedDevice device, Map<Setting, Quantity> values);

    /** The step of a device whose own scheduler is cleared. */
    StateChange clearScheduler();

    /** The instruction as the device keeps it, in the digits that it has. */
    Instruction kept(Instruction instruction);
}
