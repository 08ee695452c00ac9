package energy.amps.connector;

/** One device's open socket, as its connector speaks over it. Thread-safe. */
public interface DialedSession {

    /** The device sent a text. Called in the order of arrival, by one thread at a time, which reads nothing meanwhile. */
    void received(String text);

    /**
     * Puts a question of the connector's own to this session: the text that was given to a {@link Switchboard.Line}, on whatever
     * node. Blocks as long as the device takes, within {@link ConnectorProfile#callTimeout()}; interrupted beyond it.
     */
    Switchboard.Reply ask(String question);

    /** The socket is closed: nothing more is received, and nothing that is sent arrives. Whoever waits is answered. */
    void closed();
}
