package energy.amps.connector;

import energy.amps.device.Family;
import java.time.Duration;
import java.util.Set;

/**
 * What the platform must know of a connector before it calls it.
 *
 * @param vendor the vendor's name in the API, lower case
 * @param families the families it serves
 * @param retrieval where a read comes from
 * @param callTimeout how long one call may take before its outcome counts as unknown
 * @param settleTime how long after a write a reading may still show the old state
 */
public record ConnectorProfile(
        String vendor, Set<Family> families, Retrieval retrieval, Duration callTimeout, Duration settleTime) {

    /** Copies the families. */
    public ConnectorProfile {
        families = Set.copyOf(families);
    }

    /** Whether its devices are computed, and so belong to the sandbox: nothing that is computed is anyone's hardware. */
    public boolean isSimulated() {
        return retrieval == Retrieval.PROJECTION;
    }

    /** Where a read comes from. */
    public enum Retrieval {
        /** Computed from the connector's state and the instant: always fresh, costs no call. */
        PROJECTION,
        /** Asked of the vendor: a call each time, which may fail or take until {@link #callTimeout}. */
        LIVE
    }
}
