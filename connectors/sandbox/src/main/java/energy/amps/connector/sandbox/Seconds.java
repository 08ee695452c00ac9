package energy.amps.connector.sandbox;

import java.time.Instant;

/** Instants as the physics counts them: seconds since the epoch, UTC, exact to less than a microsecond. */
final class Seconds {

    static final double HOUR = 3600;
    static final double DAY = 24 * HOUR;

    /** Weather, programmes and surplus change from quarter to quarter, as a meter counts. */
    static final double QUARTER = HOUR / 4;

    /** Closer instants than this are one. */
    static final double SAME = 1e-6;

    private Seconds() {}

    static double of(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** Days since the epoch. */
    static long day(double second) {
        return (long) Math.floor(second / DAY);
    }

    /** Quarter hours since the epoch. */
    static long quarter(double second) {
        return (long) Math.floor(second / QUARTER);
    }

    /** Hours of the day, 0 inclusive to 24 exclusive. */
    static double hour(double second) {
        return (second - day(second) * DAY) / HOUR;
    }

    /** The end of the quarter hour that an instant lies in. */
    static double quarterEnd(double second) {
        return (quarter(second) + 1) * QUARTER;
    }
}
