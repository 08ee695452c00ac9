package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.server.action.Verification.Item;
import energy.amps.server.store.ActionId;
import java.time.Instant;
import java.util.List;

/**
 * What someone else has replaced on a device, found by a reading.
 *
 * @param action whose instruction stood
 * @param instruction that instruction
 * @param at when it was found out
 * @param evidence what the reading showed in its place
 */
record Replaced(ActionId action, Instruction instruction, Instant at, List<Item> evidence) {

    Replaced {
        evidence = List.copyOf(evidence);
    }
}
