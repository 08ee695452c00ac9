package energy.amps.server.station;

import energy.amps.connector.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Who dials in.
 *
 * @param token the secret in the address that was dialled
 * @param identity the name that the device gives itself
 * @param password what it authenticates with, where it does
 * @param subprotocols what it speaks
 */
public record Caller(Secret token, String identity, Optional<Secret> password, List<String> subprotocols) {

    /** Copies the list. */
    public Caller {
        subprotocols = List.copyOf(subprotocols);
    }
}
