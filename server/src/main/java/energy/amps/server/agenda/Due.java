package energy.amps.server.agenda;

import java.time.Instant;
import java.util.Optional;

/**
 * A due row as it stands, or shall stand.
 *
 * @param at its instant
 * @param owner the node that holds it; empty when free
 * @param token its fencing token
 */
public record Due(Instant at, Optional<String> owner, long token) {

    /** The same row, moved, and held by {@code node}; the token grows when it was not so before. */
    public Due heldBy(String node, Instant instant) {
        boolean mine = owner.filter(node::equals).isPresent();
        return new Due(instant, Optional.of(node), mine ? token : token + 1);
    }

    /** The same row, moved, for anyone to claim. */
    public Due free(Instant instant) {
        return new Due(instant, Optional.empty(), token);
    }
}
