package energy.amps.server.event;

/** Ids of events, and of the messages that carry them: one message for one event, however often and wherever it is sent. */
public final class EventIds {
    /** What ids of events begin with. */
    public static final String EVENT = "evt_";

    /** What ids of messages begin with. */
    public static final String MESSAGE = "msg_";

    private EventIds() {}

    /** The message that carries an event. */
    public static String message(String event) {
        return MESSAGE + event.substring(EVENT.length());
    }

    /** The event that a message carries. */
    public static String event(String message) {
        return EVENT + message.substring(MESSAGE.length());
    }
}
