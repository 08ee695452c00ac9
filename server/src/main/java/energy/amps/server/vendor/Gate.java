package energy.amps.server.vendor;

import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.DeviceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Is asked before each call to a vendor for a device. Thread-safe. */
@FunctionalInterface
public interface Gate {
    /** Lets everything pass as it comes. */
    Gate OPEN = (key, connector, device, errand) -> new Passage.Open(device, Ticket.OF_NO_USE);

    /** May this call be made? Asked with no transaction open. */
    Passage ask(DeviceKey key, Connector connector, LinkedDevice device, Errand errand);

    /** Yes or no. */
    sealed interface Passage {
        /**
         * The call may be made, once.
         *
         * @param device the device, with its account and what opens it
         * @param ticket is given back when the call has ended, however it has, or when it is not made after all
         */
        record Open(LinkedDevice device, Ticket ticket) implements Passage {}

        /**
         * It may not, and nothing is sent.
         *
         * @param code why, canonically
         * @param message one sentence for the integrator
         * @param until when it may be asked again, where that is known
         */
        record Shut(FaultCode code, String message, Optional<Instant> until) implements Passage {}
    }

    /** Takes note of how a call ended. */
    interface Ticket {
        /** One that nobody looks at. */
        Ticket OF_NO_USE = new Ticket() {
            @Override
            public void ended(Optional<FaultCode> fault, Duration took) {}

            @Override
            public void unused() {}
        };

        /** The call is not made after all. */
        void unused();

        /**
         * @param fault why the vendor gave no usable answer, or why it refused; empty when it did what it was asked
         * @param took how long the call took
         */
        void ended(Optional<FaultCode> fault, Duration took);
    }
}
