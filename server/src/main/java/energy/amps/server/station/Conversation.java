package energy.amps.server.station;

/** What a device says over its socket; belongs to the thread that reads it. */
public interface Conversation {

    /** A text came, whole. */
    void received(String text);

    /** Whether it has been ended from our side: whatever still comes is not heard. */
    boolean isOver();

    /** The socket is closed. Once is enough, more often does no harm. */
    void closed();
}
