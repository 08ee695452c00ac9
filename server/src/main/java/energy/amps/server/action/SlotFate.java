package energy.amps.server.action;

import energy.amps.server.store.ActionId;
import java.util.List;

/** What became of a slot at its instant (contract section 8). */
public sealed interface SlotFate {
    /**
     * It is an action now.
     *
     * @param action which
     */
    record Fired(ActionId action) implements SlotFate {}

    /**
     * Other actions are in its way.
     *
     * @param inProgress whether one of them is acknowledged; else they are scheduled, and overlap it
     * @param actions which
     */
    record Skipped(boolean inProgress, List<ActionId> actions) implements SlotFate {
        /** Copies the actions. */
        public Skipped {
            actions = List.copyOf(actions);
        }
    }

    /**
     * The device does not take it any more, or its time has gone by.
     *
     * @param code an error's or a fault's
     * @param message one sentence
     */
    record Failed(String code, String message) implements SlotFate {}
}
