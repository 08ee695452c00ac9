package energy.amps.connector;

import java.time.Instant;

/** A device that has dialled in, as the platform shows it to its {@link DialedSession}. Thread-safe. */
public interface Station {

    /** The device, with what is remembered of it now. Asks the store. */
    LinkedDevice device();

    /** The name that the device gave itself when it dialled in. */
    String identity();

    /** The tenant's time. */
    Instant now();

    /** Whether the device has introduced itself, now or in a former session. */
    boolean isIntroduced();

    /**
     * The device says what it is. The first to do so has the link to itself from then on, under the identity and the password
     * that it dialled in with.
     *
     * @param model the vendor's name of the model; shown to integrators
     * @return whether it may stay; if not, somebody else was first
     */
    boolean introduce(String model);

    /** Takes a step of what is remembered of the device, durably, under its lock; gives what is remembered after it. */
    ConnectorState remember(StateChange change);

    /** The device showed this: for the history, and for whoever asks next. */
    void saw(ReadOutcome.Reading reading);

    /** Sends a text. Does not wait for an answer; one that cannot be sent any more is dropped, and the session is closed. */
    void send(String text);

    /** Ends the connection. */
    void close(String reason);

    /** Runs work on a thread of the platform's, beside whatever the session does; not at all once the session is closed. */
    void later(Runnable work);

    /** Notes for the operator what the device did wrong; no secret, and nothing of its owner. */
    void complain(String what);
}
