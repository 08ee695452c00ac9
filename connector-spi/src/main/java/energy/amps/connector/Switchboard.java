package energy.amps.connector;

import energy.amps.device.DeviceId;
import energy.amps.fault.FaultCode;
import java.util.Optional;

/** The way to the sessions of devices that dial in, on whichever node their sockets are. Thread-safe. */
public interface Switchboard {

    /** The line to a device; empty when it is not connected to any node. */
    Optional<Line> line(DeviceId device);

    /** The way to one session. */
    interface Line {
        /**
         * Puts a question to the session, and waits for its answer, at most {@link ConnectorProfile#callTimeout()}.
         *
         * @param question the connector's own words, at most 16 KiB; kept in the database for as long as it takes, so without
         *     any secret
         */
        Reply ask(String question);
    }

    /** What came of a question. */
    sealed interface Reply {
        /**
         * The session answered.
         *
         * @param text in the connector's own words, at most 16 KiB
         */
        record Answered(String text) implements Reply {}

        /**
         * The question surely never reached the device.
         *
         * @param code why
         */
        record NotSent(FaultCode code) implements Reply {}

        /**
         * The device may have been asked, and no answer came.
         *
         * @param code why
         */
        record Unanswered(FaultCode code) implements Reply {}
    }
}
