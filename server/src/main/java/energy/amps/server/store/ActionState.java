package energy.amps.server.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an action stands, as the API shows it (contract section 5). */
public enum ActionState {
    /** Accepted, its instant not yet come. */
    SCHEDULED(false),
    /** Dispatched: from here on it cannot be cancelled. */
    ACKNOWLEDGED(false),
    /** Done. */
    COMPLETED(true),
    /** Not done, or not known to be. */
    FAILED(true),
    /** Withdrawn before it was dispatched. */
    CANCELLED(true);

    private final boolean terminal;

    ActionState(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the action will never change state again. */
    public boolean isTerminal() {
        return terminal;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name, or empty when there is none. */
    public static Optional<ActionState> of(String wire) {
        return Arrays.stream(values()).filter(s -> s.wire().equals(wire)).findFirst();
    }
}
