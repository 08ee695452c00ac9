package energy.amps.command;

import java.util.Arrays;
import java.util.Optional;

/** What to do with a push that meets an unfinished action on its device (contract section 6). */
public enum ConflictStrategy {
    /** Cancel every scheduled conflict and take its place. */
    CANCEL_AND_REPLACE("cancel_and_replace"),
    /** Begin no sooner than the last conflict ends. */
    QUEUE_AFTER("queue_after");

    private final String wire;

    ConflictStrategy(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }

    /** The strategy of that name, or empty when the vocabulary has none. */
    public static Optional<ConflictStrategy> of(String wire) {
        return Arrays.stream(values()).filter(s -> s.wire.equals(wire)).findFirst();
    }
}
