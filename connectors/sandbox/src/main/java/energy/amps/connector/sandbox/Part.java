package energy.amps.connector.sandbox;

import java.util.List;

/**
 * A part of a pictured day, UTC, over which a level goes in a straight line.
 *
 * @param from its first hour of the day
 * @param to the hour it ends before
 * @param first the level it begins with, %
 * @param last the level it ends with, %
 */
record Part(double from, double to, double first, double last) {

    /** The part that an instant lies in. */
    static Part at(List<Part> day, double second) {
        double hour = Seconds.hour(second);
        for (Part part : day) {
            if (hour < part.to) {
                return part;
            }
        }
        throw new IllegalStateException("no such hour of a day: " + hour);
    }

    /** How the level moves, % per hour. */
    double slope() {
        return (last - first) / (to - from);
    }

    /** The level at an instant of it. */
    double level(double second) {
        return first + slope() * (Seconds.hour(second) - from);
    }

    /** When it ends, in seconds, as it is at {@code second}. */
    double end(double second) {
        return Seconds.day(second) * Seconds.DAY + to * Seconds.HOUR;
    }
}
