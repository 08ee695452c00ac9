package energy.amps.connector;

import java.util.List;

/**
 * What a connector remembers of one device, opaque to the platform.
 *
 * @param version the format's version, so that a newer connector reads what an older one wrote
 * @param text the content, at most 16 KiB
 * @param closed what the connector will not need for reading any more and wants kept for {@link History}; the platform puts
 *     it away in the transaction that writes the rest, so that a state as it is read back has none
 */
public record ConnectorState(int version, String text, List<Chapter> closed) {

    /** Copies the chapters. */
    public ConnectorState {
        closed = List.copyOf(closed);
    }

    /** A state that closes nothing. */
    public ConnectorState(int version, String text) {
        this(version, text, List.of());
    }

    /** The same state once its chapters have been put away. */
    public ConnectorState withoutClosed() {
        return closed.isEmpty() ? this : new ConnectorState(version, text);
    }
}
