package energy.amps.server.vendor;

import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.DeviceKey;

/** Is asked before each call to a vendor for a device. Thread-safe. */
@FunctionalInterface
public interface Gate {
    /** Lets everything pass as it comes. */
    Gate OPEN = (key, connector, device) -> new Passage.Open(device);

    /** May this call be made? Asked with no transaction open. */
    Passage ask(DeviceKey key, Connector connector, LinkedDevice device);

    /** Yes or no. */
    sealed interface Passage {
        /**
         * The call may be made.
         *
         * @param device the device, with its account and what opens it
         */
        record Open(LinkedDevice device) implements Passage {}

        /**
         * It may not, and nothing is sent.
         *
         * @param code why, canonically
         * @param message one sentence for the integrator
         */
        record Shut(FaultCode code, String message) implements Passage {}
    }
}
