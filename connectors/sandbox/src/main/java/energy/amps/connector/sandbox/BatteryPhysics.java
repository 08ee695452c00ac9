package energy.amps.connector.sandbox;

import java.util.List;

/** How one battery's level moves under a duty: straight lines, with a bend at every taper step and a stop at every bound. */
record BatteryPhysics(BatteryModel model) {

    /** Levels this close are the same: the two ends of one stretch, computed on two ways. Percent. */
    private static final double SAME = 1e-9;

    /**
     * A run of levels over which the power does not change.
     *
     * @param power AC power, kW, positive charging
     * @param rate how the level moves, % per hour
     * @param lowest where the run ends below, %
     * @param highest where it ends above, %
     */
    record Stretch(double power, double rate, double lowest, double highest) {

        static Stretch still(double lowest, double highest) {
            return new Stretch(0, 0, lowest, highest);
        }

        /** The end that the level moves towards. */
        double edge() {
            return rate > 0 ? highest : lowest;
        }
    }

    /** From {@code level} % on, charging takes no more than {@code part} of the full power. */
    private record Step(double level, double part) {}

    /** The taper near full, in steps as a battery's own protection takes them. */
    private static final List<Step> TAPER =
            List.of(new Step(Double.NEGATIVE_INFINITY, 1), new Step(90, 0.7), new Step(95, 0.4), new Step(98, 0.2));

    /** The stretch that {@code level} lies on. */
    Stretch stretch(double level, Duty duty) {
        return switch (duty) {
            case Duty.Charge(double power, double ceiling) when power > 0 -> charging(level, power, ceiling);
            case Duty.Discharge(double power, double floor)
            when power > 0 ->
                level <= floor + SAME
                        ? Stretch.still(Double.NEGATIVE_INFINITY, floor)
                        : new Stretch(-power, -percent(power / model.efficiency()), floor, Double.POSITIVE_INFINITY);
            case Duty.Charge _, Duty.Discharge _, Duty.Hold _ ->
                Stretch.still(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        };
    }

    /** The level after {@code hours} of a duty. */
    double after(double level, double hours, Duty duty) {
        double reached = level;
        double left = hours;
        while (left > 0) {
            Stretch stretch = stretch(reached, duty);
            if (stretch.rate() == 0) {
                return snapped(reached, duty);
            }
            double toEdge = (stretch.edge() - reached) / stretch.rate();
            if (toEdge > left) {
                return reached + stretch.rate() * left;
            }
            reached = stretch.edge();
            left -= toEdge;
        }
        return reached;
    }

    /** A level at its bound lies on it exactly; otherwise what arithmetic lost would drift, day after day. */
    private static double snapped(double level, Duty duty) {
        double bound =
                switch (duty) {
                    case Duty.Charge(double _, double ceiling) -> ceiling;
                    case Duty.Discharge(double _, double floor) -> floor;
                    case Duty.Hold _ -> level;
                };
        return Math.abs(level - bound) <= SAME ? bound : level;
    }

    private Stretch charging(double level, double power, double ceiling) {
        if (level >= ceiling - SAME) {
            return Stretch.still(ceiling, Double.POSITIVE_INFINITY);
        }
        double taken = power;
        double lowest = Double.NEGATIVE_INFINITY;
        double highest = ceiling;
        for (Step step : TAPER) {
            double allowed = Math.min(power, step.part() * model.maxPower());
            if (step.level() <= level + SAME) {
                lowest = allowed < taken ? step.level() : lowest;
                taken = allowed;
            } else if (allowed < taken) {
                highest = Math.min(highest, step.level());
            }
        }
        return new Stretch(taken, percent(taken * model.efficiency()), lowest, highest);
    }

    /** What an energy of {@code kilowattHours} at the cells is of the capacity. */
    private double percent(double kilowattHours) {
        return 100 * kilowattHours / model.capacity();
    }
}
