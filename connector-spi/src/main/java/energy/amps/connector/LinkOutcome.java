package energy.amps.connector;

import energy.amps.fault.FaultCode;

/** What came of an attempt to link an account. A vendor's own words never pass through here. */
public sealed interface LinkOutcome {

    /** The account is open. */
    record Authenticated(Account account) implements LinkOutcome {}

    /** The vendor wants a second factor. */
    record MfaRequired(Challenge challenge) implements LinkOutcome {}

    /** The vendor refuses. */
    record Rejected(LinkFault fault) implements LinkOutcome {}

    /**
     * The vendor gave no answer that says yes or no.
     *
     * @param code why; for the log and the metrics
     */
    record Unavailable(FaultCode code) implements LinkOutcome {}
}
