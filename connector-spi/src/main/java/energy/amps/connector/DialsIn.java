package energy.amps.connector;

import java.util.List;

/**
 * A connector whose devices open the connection themselves, and keep it open: EV chargers that dial in to a central system.
 * The platform holds the sockets, on whichever node each device reached; the connector speaks its protocol over them.
 *
 * <p>What a device reports comes to the {@link DialedSession} of its socket. What a device is to be told may begin on any node:
 * {@link Connector#apply} and the other calls reach the session through the {@link Switchboard}, wherever it is.
 */
public interface DialsIn {

    /** The sub-protocols it speaks, the preferred one first. Always the same answer. */
    List<String> subprotocols();

    /**
     * A device that is expected to dial in, and has never done so.
     *
     * @param externalId the platform's own name of it, unique and not secret
     */
    DiscoveredDevice expected(String externalId);

    /** How sessions are reached; given once, before anything else is asked. */
    void reachThrough(Switchboard switchboard);

    /**
     * A device has dialled in. Does not wait for the device.
     *
     * @param subprotocol one of {@link #subprotocols}
     */
    DialedSession open(Station station, String subprotocol);
}
