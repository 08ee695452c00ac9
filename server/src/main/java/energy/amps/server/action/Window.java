package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import java.time.Instant;
import java.util.Optional;

/**
 * What an action must put back.
 *
 * @param opened whether the vendor is known to have taken the opening
 * @param prior where the device goes when the window closes
 * @param owesPrior whether the device still stands in the mode of an earlier window, closed and unreturned, whose prior mode
 *     was inherited
 * @param returningSince when the return was first due
 * @param overridden whether someone else gave the device another instruction while the window was open
 */
record Window(
        boolean opened,
        Optional<Instruction> prior,
        boolean owesPrior,
        Optional<Instant> returningSince,
        boolean overridden) {
    static final Window NONE = new Window(false, Optional.empty(), false, Optional.empty(), false);

    /** Taken at the dispatch: the mode to go back to. */
    Window from(Instruction standing, boolean inherited) {
        return new Window(opened, Optional.of(standing), inherited, returningSince, overridden);
    }

    /** The vendor took the opening. */
    Window open() {
        return new Window(true, prior, owesPrior, returningSince, overridden);
    }

    /** The command holds: what an earlier window left behind is overwritten by it. */
    Window overwritten() {
        return new Window(opened, prior, false, returningSince, overridden);
    }

    Window returningFrom(Instant now) {
        return new Window(opened, prior, owesPrior, Optional.of(returningSince.orElse(now)), overridden);
    }

    /** Someone else has the device: nothing is put back. */
    Window override() {
        return new Window(opened, prior, owesPrior, returningSince, true);
    }

    /** Idle where neither a standing instruction nor a native mode was known (contract section 5). */
    Instruction priorOrIdle() {
        return prior.orElse(Instruction.of(Command.IDLE));
    }
}
