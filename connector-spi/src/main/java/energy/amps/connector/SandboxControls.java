package energy.amps.connector;

import energy.amps.fault.FaultCode;
import java.time.Duration;
import java.util.Optional;

/**
 * The misbehaviour that a sandbox push asks for (contract section 11); live connectors never see any.
 *
 * @param error fail the write with this
 * @param delay the vendor takes this much longer to accept, and acts only then
 * @param acceptButIgnore the vendor accepts, and the device does nothing
 * @param timeoutAfterApply the device acts, and the vendor's answer is lost
 * @param foreignScheduler the device's own scheduler is in the way of this write
 * @param revert how the return of a window fails
 */
public record SandboxControls(
        Optional<Failure> error,
        Optional<Duration> delay,
        boolean acceptButIgnore,
        boolean timeoutAfterApply,
        boolean foreignScheduler,
        Optional<RevertFailure> revert) {

    /** Good manners. */
    public static final SandboxControls NONE =
            new SandboxControls(Optional.empty(), Optional.empty(), false, false, false, Optional.empty());

    /**
     * A canonical failure.
     *
     * @param code its code
     * @param message what it says, where the caller chose a text
     */
    public record Failure(FaultCode code, Optional<String> message) {}

    /**
     * A return that fails a number of times before it holds.
     *
     * @param code how
     * @param times how often, at least 1
     */
    public record RevertFailure(FaultCode code, int times) {}
}
