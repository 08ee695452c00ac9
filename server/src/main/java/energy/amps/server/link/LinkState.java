package energy.amps.server.link;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a link stands (contract section 10). */
public enum LinkState {
    /** The vendor wants a second factor. */
    MFA_REQUIRED,
    /** The account is open, and somebody has to say which of its devices are meant. */
    SELECT_DEVICES,
    /** Its devices are linked. */
    LINKED;

    /** The word as it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that word, or empty when there is none. */
    static Optional<LinkState> of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire().equals(wire))
                .findFirst();
    }
}
