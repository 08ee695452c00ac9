package energy.amps.server.action;

import energy.amps.command.ConflictStrategy;
import energy.amps.command.Instruction;
import energy.amps.connector.Budget;
import energy.amps.connector.NativeCall;
import java.util.List;
import java.util.Optional;

/**
 * What a push would do, had it been one (contract section 5, dry run).
 *
 * @param action what would have been accepted, with its times resolved; its id is nobody's
 * @param conflicts what it met on the device
 * @param calls the native calls that the command would make now, where the connector tells
 * @param revert where the device would go at the end; empty unless windowed
 * @param costs what it would take of the vendor's quotas; empty where the vendor counts no calls
 */
public record Rehearsal(
        Action action, Conflicts conflicts, List<NativeCall> calls, Optional<Revert> revert, List<Cost> costs) {

    /** Copies the lists. */
    public Rehearsal {
        calls = List.copyOf(calls);
        costs = List.copyOf(costs);
    }

    /**
     * What was in the way.
     *
     * @param strategy what was said to do about it, where anything was in the way
     * @param met the actions, in order of start
     */
    public record Conflicts(Optional<ConflictStrategy> strategy, List<Met> met) {
        /** Copies the actions. */
        public Conflicts {
            met = List.copyOf(met);
        }
    }

    /**
     * An action in the way.
     *
     * @param action as it stands
     * @param cancelled whether it would be cancelled; else it stays
     */
    public record Met(Action action, boolean cancelled) {}

    /**
     * The return of a window.
     *
     * @param instruction what the device would be told at the end
     * @param basis how that is known
     * @param calls the native calls that it would make now, where the connector tells
     */
    public record Revert(Instruction instruction, Basis basis, List<NativeCall> calls) {
        /** Copies the calls. */
        public Revert {
            calls = List.copyOf(calls);
        }
    }

    /** How the mode to return to is known. */
    public enum Basis {
        /** The device stands under it. */
        STANDING("standing"),
        /** A window before this one is to bring the device back to it. */
        WINDOW("window"),
        /** The device shows it, or did when it was last seen or put back. */
        READ("read"),
        /** Nothing is known, and so the device would be idle. */
        NONE("none");

        private final String wire;

        Basis(String wire) {
            this.wire = wire;
        }

        /** Its name in the API. */
        public String wire() {
            return wire;
        }
    }

    /**
     * What it would take of one budget at most.
     *
     * @param budget which, as the vendor allows it
     * @param apply the calls of the command
     * @param verify the calls of one reading that verifies it
     * @param revert the calls of the return; 0 unless windowed
     */
    public record Cost(Budget budget, int apply, int verify, int revert) {}
}
