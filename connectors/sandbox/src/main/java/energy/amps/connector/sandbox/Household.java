package energy.amps.connector.sandbox;

import java.util.List;

/** The home around every simulated battery: what its roof gives beyond its own use, the same every day (UTC). */
final class Household {

    /**
     * A part of the day with constant surplus.
     *
     * @param from its first hour of the day
     * @param to the hour it ends before
     * @param surplus kW left over (positive) or needed (negative)
     */
    record Part(double from, double to, double surplus) {}

    /** The whole day, in order and without gaps. */
    static final List<Part> DAY = List.of(
            new Part(0, 6, -0.3),
            new Part(6, 9, -0.8),
            new Part(9, 15, 1.2),
            new Part(15, 21, -1.0),
            new Part(21, 24, -0.4));

    private Household() {}
}
