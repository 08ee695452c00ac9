package energy.amps.connector;

import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.Optional;

/** What came of a write. */
public sealed interface Outcome {

    /**
     * The vendor took the write.
     *
     * @param change what the connector remembers of it
     * @param appliedAfter when the vendor has a second answer to give, in how long to ask for it; empty when the write is
     *     thereby applied
     */
    record Accepted(StateChange change, Optional<Duration> appliedAfter) implements Outcome {}

    /**
     * The vendor has the write, and has not yet said whether it takes it.
     *
     * @param change what the connector remembers of it
     * @param askAfter in how long to ask
     */
    record Submitted(StateChange change, Duration askAfter) implements Outcome {}

    /**
     * The vendor refused, and nothing changed on the device.
     *
     * @param code why, canonically
     * @param message one sentence for the integrator; no vendor text, no credential
     */
    record Rejected(FaultCode code, String message) implements Outcome {}

    /**
     * The write was sent and no usable answer came: it may or may not hold.
     *
     * @param code what went wrong, canonically
     * @param message one sentence for the integrator; no vendor text, no credential
     * @param change what the connector remembers of it
     */
    record Unknown(FaultCode code, String message, StateChange change) implements Outcome {}
}
