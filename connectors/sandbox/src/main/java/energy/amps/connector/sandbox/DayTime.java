package energy.amps.connector.sandbox;

import java.time.Duration;
import java.time.Instant;

/**
 * An instant as a day and a time of day, UTC.
 *
 * @param day days since the epoch
 * @param hour hours of that day, 0 inclusive to 24 exclusive
 */
record DayTime(long day, double hour) {

    private static final long SECONDS = Duration.ofDays(1).toSeconds();

    static DayTime of(Instant instant) {
        double second = Math.floorMod(instant.getEpochSecond(), SECONDS) + instant.getNano() / 1e9;
        return new DayTime(Math.floorDiv(instant.getEpochSecond(), SECONDS), second / 3600);
    }
}
