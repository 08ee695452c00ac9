package energy.amps.testkit.conformance;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.StateChange;
import java.time.Instant;

/**
 * The platform, as a rig meets it whose devices report by themselves: devices that dial in change what is remembered of them at
 * any time. Thread-safe.
 */
public interface Platform {

    /** The instant. */
    Instant now();

    /** A device, with what is remembered of it now. */
    LinkedDevice linked(RigDevice device);

    /** Takes a step of what is remembered of a device, and gives what is remembered then. */
    ConnectorState remember(RigDevice device, StateChange change);
}
