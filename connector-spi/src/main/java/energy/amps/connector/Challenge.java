package energy.amps.connector;

import java.util.Optional;

/**
 * A vendor's question for a second factor. The answer may reach another node, minutes later.
 *
 * @param note what the connector wants back with the answer; not secret, at most 4 KiB
 * @param material the same, where it is secret
 */
public record Challenge(String note, Optional<Secret> material) {

    /** A question that keeps no secret. */
    public Challenge(String note) {
        this(note, Optional.empty());
    }
}
