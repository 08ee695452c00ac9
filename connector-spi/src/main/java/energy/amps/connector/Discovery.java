package energy.amps.connector;

import energy.amps.fault.FaultCode;
import java.util.List;

/** What a look for the devices of an account came to. */
public sealed interface Discovery {

    /**
     * The devices.
     *
     * @param devices all of them, in an order that is the same each time
     */
    record Found(List<DiscoveredDevice> devices) implements Discovery {
        /** Copies the devices. */
        public Found {
            devices = List.copyOf(devices);
        }
    }

    /**
     * No usable answer.
     *
     * @param code why; for the log and the metrics
     */
    record Unavailable(FaultCode code) implements Discovery {}
}
