package energy.amps.connector;

import energy.amps.fault.FaultCode;

/** What came of a settings write. */
public sealed interface SettingsOutcome {

    /**
     * Every setting was written.
     *
     * @param change what the connector remembers of it
     */
    record Written(StateChange change) implements SettingsOutcome {}

    /**
     * None was.
     *
     * @param code why, canonically
     * @param message one sentence for the integrator
     */
    record Refused(FaultCode code, String message) implements SettingsOutcome {}
}
