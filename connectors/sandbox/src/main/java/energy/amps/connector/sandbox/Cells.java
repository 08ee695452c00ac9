package energy.amps.connector.sandbox;

import java.util.List;

/**
 * The cells of a battery or a car: straight lines, with a bend at every taper step and a stop at every bound.
 *
 * @param capacity usable energy when full, kWh
 * @param maxPower most AC power, kW, either way
 * @param efficiency the part of the energy that survives one way, 0 to 1
 */
record Cells(double capacity, double maxPower, double efficiency) {

    /** Levels this close are the same: the two ends of one stretch, computed on two ways. Percent. */
    private static final double SAME = 1e-9;

    /**
     * A run of levels over which the power does not change.
     *
     * @param power AC power, kW, positive charging
     * @param rate how the level moves, % per hour
     * @param edge the level at which the run ends, %; that of now where the level does not move
     */
    record Stretch(double power, double rate, double edge) {

        static Stretch still(double level) {
            return new Stretch(0, 0, level);
        }

        /** In how many seconds the level is at the edge. */
        double seconds(double level) {
            return rate == 0 ? Double.POSITIVE_INFINITY : Seconds.HOUR * (edge - level) / rate;
        }
    }

    /** From {@code level} % on, charging takes no more than {@code part} of the full power. */
    private record Step(double level, double part) {}

    /** The taper near full, in steps as a battery's own protection takes them. */
    private static final List<Step> TAPER =
            List.of(new Step(Double.NEGATIVE_INFINITY, 1), new Step(90, 0.7), new Step(95, 0.4), new Step(98, 0.2));

    /** The stretch that {@code level} lies on. A level at its bound is set on it exactly, or dust would drift. */
    Stretch stretch(double level, Duty duty) {
        return switch (duty) {
            case Duty.Charge(double power, double ceiling) when power > 0 -> charging(level, power, ceiling);
            case Duty.Discharge(double power, double floor)
            when power > 0 ->
                level <= floor + SAME
                        ? Stretch.still(Math.abs(level - floor) <= SAME ? floor : level)
                        : new Stretch(-power, -percent(power / efficiency), floor);
            case Duty.Charge _, Duty.Discharge _, Duty.Hold _ -> Stretch.still(level);
        };
    }

    private Stretch charging(double level, double power, double ceiling) {
        if (level >= ceiling - SAME) {
            return Stretch.still(Math.abs(level - ceiling) <= SAME ? ceiling : level);
        }
        double taken = power;
        double edge = ceiling;
        for (Step step : TAPER) {
            double allowed = Math.min(power, step.part() * maxPower);
            if (step.level() <= level + SAME) {
                taken = allowed;
            } else if (allowed < taken) {
                edge = Math.min(edge, step.level());
            }
        }
        return new Stretch(taken, percent(taken * efficiency), edge);
    }

    /** What an energy of {@code kilowattHours} at the cells is of the capacity. */
    double percent(double kilowattHours) {
        return 100 * kilowattHours / capacity;
    }
}
