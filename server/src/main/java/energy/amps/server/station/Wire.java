package energy.amps.server.station;

/** An open socket, as far as it is for writing. Thread-safe; every call may block as long as the other side does not read. */
public interface Wire {

    /** Sends a text; nothing happens when the socket is closed. */
    void send(String text);

    /** Asks for a sign of life. */
    void ping();

    /**
     * Closes the socket.
     *
     * @param code of RFC 6455, section 7.4
     */
    void close(int code, String reason);
}
