package energy.amps.connector.sandbox;

import java.util.List;

/**
 * The day of a battery that nobody ever told anything, UTC (contract section 11). It is a picture, not physics: the level
 * jumps where the contract says so, and the power is simply what moves the level that fast.
 */
final class BatteryDay implements Flow<Level> {

    /** From 22:00 on a slow charge, so that the night arrives at the 70 % that the morning begins with. */
    private static final List<Part> PARTS = List.of(
            new Part(0, 6, 40, 70),
            new Part(6, 9, 70, 46),
            new Part(9, 15, 50, 92),
            new Part(15, 21, 90, 30),
            new Part(21, 22, 30, 30),
            new Part(22, 24, 30, 40));

    private final BatteryModel model;
    private double second;
    private Part part;

    BatteryDay(BatteryModel model, double from) {
        this.model = model;
        this.second = from;
        this.part = Part.at(PARTS, from);
    }

    @Override
    public double power() {
        return part.slope() * model.capacity() / 100;
    }

    @Override
    public double until() {
        return part.end(second);
    }

    @Override
    public void to(double later) {
        second = later;
        part = Part.at(PARTS, later);
    }

    @Override
    public Level state() {
        return new Level(part.level(second));
    }
}
