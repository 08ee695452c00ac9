package energy.amps.server.station;

/** How fast a device may talk: a bucket that fills with time. Belongs to one thread. */
final class Pace {
    /** Messages a second that a device may send for long. */
    static final int PER_SECOND = 10;

    /** Messages that it may send at once, such as what waited for a connection. */
    static final int BURST = 200;

    private double left = BURST;
    private long seenNanos;

    /** @param nanos what only ever goes forward */
    Pace(long nanos) {
        seenNanos = nanos;
    }

    /** Whether one message more is within bounds. */
    boolean allows(long nanos) {
        left = Math.min(BURST, left + (nanos - seenNanos) * 1e-9 * PER_SECOND);
        seenNanos = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
