package energy.amps.connector.foxess;

/**
 * A stretch of an inverter's day, by its own clock, every day again.
 *
 * @param start its first minute
 * @param end its last minute, inclusive; never before {@code start}
 */
record Slot(int start, int end) {
    static final int MINUTES_OF_DAY = 24 * 60;

    static final Slot WHOLE_DAY = new Slot(0, MINUTES_OF_DAY - 1);

    boolean covers(int minute) {
        return start <= minute && minute <= end;
    }
}
