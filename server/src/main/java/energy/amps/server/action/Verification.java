package energy.amps.server.action;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a device was seen to do what its vendor accepted (contract section 5, verified outcomes).
 *
 * @param state what is known
 * @param checkedAt when it was found out, or given up; empty while it is pending
 * @param evidence what the reading showed that decided, field by field
 * @param countsFrom while it is pending: the first instant whose readings count, where the write is known to be applied
 */
public record Verification(
        State state, Optional<Instant> checkedAt, List<Item> evidence, Optional<Instant> countsFrom) {

    /** The write was taken, and is not known to be applied yet. */
    static final Verification AWAITED = new Verification(State.PENDING, Optional.empty(), List.of(), Optional.empty());

    /** Copies the evidence. */
    public Verification {
        evidence = List.copyOf(evidence);
    }

    /** What is known. */
    public enum State {
        /** The device is still to be read back. */
        PENDING("pending"),
        /** A reading showed that it does what was accepted. */
        CONFIRMED("confirmed"),
        /** A reading showed that it does something else. */
        CONTRADICTED("contradicted"),
        /** No reading could tell in time, or the device was given another instruction before one did. */
        UNVERIFIABLE("unverifiable");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        /** Its name in the API. */
        public String wire() {
            return wire;
        }
    }

    /**
     * One field of the reading that decided.
     *
     * @param field its name in the API
     * @param expected what the instruction made expect of it
     * @param observed what it showed
     * @param observedAt when the device was so
     */
    public record Item(String field, String expected, String observed, Instant observedAt) {}

    /** The device is to be read back; readings from before {@code countsFrom} may still show what was. */
    static Verification pending(Instant countsFrom) {
        return new Verification(State.PENDING, Optional.empty(), List.of(), Optional.of(countsFrom));
    }

    static Verification unverifiable(Instant now) {
        return new Verification(State.UNVERIFIABLE, Optional.of(now), List.of(), Optional.empty());
    }

    boolean isPending() {
        return state == State.PENDING;
    }
}
