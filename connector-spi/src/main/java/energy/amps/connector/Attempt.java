package energy.amps.connector;

import java.time.Instant;
import java.util.Optional;

/**
 * One sending of an instruction.
 *
 * @param id names this sending and no other, over all actions: what a vendor that takes an idempotency key is given
 * @param purpose why it is sent
 * @param number counts the sendings for this purpose of this action, from 1
 * @param startedAt the tenant's instant at which the intent to send was recorded
 * @param until the end of the window that it opens, for a device whose own timer can end what it was told; empty where it is
 *     to hold until the next instruction
 * @param clearScheduler whether the device's own scheduler may be cleared first
 * @param controls the misbehaviour asked for, sandbox only
 */
public record Attempt(
        String id,
        Purpose purpose,
        int number,
        Instant startedAt,
        Optional<Instant> until,
        boolean clearScheduler,
        SandboxControls controls) {

    /** A sending of what is to hold until the next instruction. */
    public Attempt(
            String id,
            Purpose purpose,
            int number,
            Instant startedAt,
            boolean clearScheduler,
            SandboxControls controls) {
        this(id, purpose, number, startedAt, Optional.empty(), clearScheduler, controls);
    }

    /** Why an instruction is sent. */
    public enum Purpose {
        /** A push, or the opening of a window. */
        APPLY,
        /** The return to the mode before a window. */
        RETURN,
        /** The same once more, in time, because the device drops it otherwise ({@link Connector#renewal}). */
        RENEWAL
    }
}
