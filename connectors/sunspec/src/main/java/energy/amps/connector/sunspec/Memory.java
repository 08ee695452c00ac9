package energy.amps.connector.sunspec;

import energy.amps.command.Instruction;
import energy.amps.connector.ConnectorState;
import java.util.Optional;

/**
 * What is remembered of a device from one call to the next.
 *
 * @param address where it is
 * @param layout where it keeps its models
 * @param ratings what its storage can do; {@link Ratings#NONE} without one that can be told anything
 * @param owner the controls as they stood before a command of ours, to be put back when the device is let go
 * @param lent whether the controls are ours now, and {@code owner} is owed
 * @param told the last instruction that was sent
 * @param holding whether the target of that one is met
 */
record Memory(
        Address address,
        Layout layout,
        Ratings ratings,
        Controls owner,
        boolean lent,
        Optional<Instruction> told,
        boolean holding) {

    /** A device that was just found. */
    static Memory fresh(Address address, Layout layout, Ratings ratings, Controls owner) {
        return new Memory(address, layout, ratings, owner, false, Optional.empty(), false);
    }

    static Memory of(ConnectorState state) {
        return MemoryText.parse(state);
    }

    ConnectorState state() {
        return MemoryText.write(this);
    }

    /** The same device, found again elsewhere or otherwise; what it was told stays. */
    Memory foundAgain(Memory found) {
        return new Memory(found.address, found.layout, found.ratings, lent ? owner : found.owner, lent, told, holding);
    }

    /** With its models where they are by now. */
    Memory at(Layout now) {
        return new Memory(address, now, ratings, owner, lent, told, holding);
    }

    /** After an instruction was sent. */
    Memory told(Instruction instruction, Controls before, boolean stillLent, boolean nowHolding) {
        return new Memory(address, layout, ratings, before, stillLent, Optional.of(instruction), nowHolding);
    }

    /** After the owner's reserve was set. */
    Memory withFloor(int register) {
        return new Memory(address, layout, ratings, owner.withFloor(register), lent, told, holding);
    }
}
