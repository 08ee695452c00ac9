package energy.amps.server.agenda;

import java.time.Instant;
import java.util.Optional;

/**
 * A due row as it stands, or shall stand.
 *
 * <p>Whoever claims or frees a row asks for no lock of its device, so that may happen while a step that has read the row is under way; the
 * step then writes over it. Therefore a claim makes the token the next even number, and a step the next odd one: whatever comes between,
 * no wake-up that was claimed has the token of a call.
 *
 * @param at its instant
 * @param owner the node that holds it; empty when free
 * @param token its fencing token
 */
public record Due(Instant at, Optional<String> owner, long token) {

    /** The same row, moved, and held by {@code node}; the token grows when it was not so before. */
    public Due heldBy(String node, Instant instant) {
        boolean mine = owner.filter(node::equals).isPresent();
        return new Due(instant, Optional.of(node), mine ? token : nextOdd());
    }

    /**
     * The same row, kept by {@code node} for a call that goes out at {@code instant}. The token always grows: a wake-up that
     * this node still has in memory from before must not be taken for the end of that call. A row whose instant has passed
     * stays where it is, because it is due at once wherever it stands, and moving it would cost the database its indexes.
     */
    public Due keptBy(String node, Instant instant) {
        return new Due(at.isBefore(instant) ? at : instant, Optional.of(node), nextOdd());
    }

    private long nextOdd() {
        return (token + 1) | 1;
    }

    /** The same row, moved, for anyone to claim. */
    public Due free(Instant instant) {
        return new Due(instant, Optional.empty(), token);
    }
}
