package energy.amps.standin.foxess;

import java.time.Duration;

/** How a call is made to fail. */
public sealed interface Fault {

    /** Says yes, and nothing happens: the device never does what it was told. */
    record Ignore() implements Fault {}

    /** Does it, and the answer never comes. */
    record ApplyThenHang() implements Fault {}

    /** Does it, and the connection breaks before the answer. */
    record ApplyThenReset() implements Fault {}

    /** Never answers, and does nothing. */
    record Hang() implements Fault {}

    /** Breaks the connection, and does nothing. */
    record Reset() implements Fault {}

    /**
     * Says no, by number, and does nothing.
     *
     * @param errno the vendor's number
     */
    record Refuse(int errno) implements Fault {}

    /** Answers what no JSON parser takes. */
    record Garbage() implements Fault {}

    /**
     * Answers with a status of HTTP and no envelope, as the gateway before the cloud does.
     *
     * @param status the status
     */
    record Http(int status) implements Fault {}

    /**
     * Does it, and answers late.
     *
     * @param delay how late
     */
    record Slow(Duration delay) implements Fault {}

    /** Whether the device does what it was told all the same. */
    default boolean applies() {
        return this instanceof ApplyThenHang || this instanceof ApplyThenReset || this instanceof Slow;
    }
}
