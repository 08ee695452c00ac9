package energy.amps.connector.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * The day of a battery that nobody ever told anything, UTC (contract section 11). It is a picture, not physics: the level
 * jumps where the contract says so, and the power is simply what moves the level that fast.
 */
final class UntouchedDay {

    private record Part(double from, double to, double first, double last) {
        double slope() {
            return (last - first) / (to - from);
        }
    }

    /** From 22:00 on a slow charge, so that the night arrives at the 70 % that the morning begins with. */
    private static final List<Part> PARTS = List.of(
            new Part(0, 6, 40, 70),
            new Part(6, 9, 70, 46),
            new Part(9, 15, 50, 92),
            new Part(15, 21, 90, 30),
            new Part(21, 22, 30, 30),
            new Part(22, 24, 30, 40));

    private UntouchedDay() {}

    /** The level at an instant, %. */
    static double level(Instant at) {
        Part part = part(at);
        return part.first() + part.slope() * (DayTime.of(at).hour() - part.from());
    }

    /** The power at an instant, kW, positive charging. */
    static double power(Instant at, BatteryModel model) {
        return part(at).slope() * model.capacity() / 100;
    }

    private static Part part(Instant at) {
        double hour = DayTime.of(at).hour();
        return PARTS.stream().filter(p -> hour < p.to()).findFirst().orElseThrow();
    }
}
