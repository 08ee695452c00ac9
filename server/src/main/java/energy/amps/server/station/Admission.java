package energy.amps.server.station;

import java.util.Optional;

/** That a device may come in. */
public interface Admission {

    /** What will be spoken, of what it offered; empty when there is nothing in common. */
    Optional<String> subprotocol();

    /** The socket is open, and there is something to be spoken. */
    Conversation begin(Wire wire);
}
