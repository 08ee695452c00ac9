package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulated hardware of one family. Pure: it keeps nothing, all it knows of a device is in the device's state. */
interface Simulator {

    /** The family that it simulates. */
    Family family();

    /** The devices of this family that every sandbox account holds, untouched. */
    List<DiscoveredDevice> devices();

    /** What the device accepts; a function of its model alone. */
    Capabilities capabilities(ConnectorState state);

    /** The device as it is at {@code now}. */
    ReadOutcome.Reading read(ConnectorState state, Instant now);

    /** What the device was told and does not yet stand under at {@code now}. */
    Optional<Instruction> onItsWay(ConnectorState state, Instant now);

    /** The step of a device that is sent {@code order} at {@code issuedAt}. */
    StateChange obey(Order order, Instant issuedAt);

    /** The step of a device whose settings are written at {@code at}. */
    StateChange configure(Map<Setting, Quantity> values, Instant at);

    /** The device untouched, as every account holds it. */
    ConnectorState untouched(ConnectorState state);

    /** The instruction as the device keeps it, in the digits that it has. */
    Instruction kept(Instruction instruction);
}
