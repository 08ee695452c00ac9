package energy.amps.connector.sandbox;

import energy.amps.connector.sandbox.Cells.Stretch;

/** Cells that move under one duty at a time, forward through time. */
final class CellsFlow {

    private final Cells cells;
    private double second;
    private double level;
    private Stretch stretch;

    /** Cells of {@code level} % at {@code second}, that do nothing yet. */
    CellsFlow(Cells cells, double level, double second) {
        this.cells = cells;
        this.level = level;
        this.second = second;
        this.stretch = Stretch.still(level);
    }

    /** From where they stand they are on another duty. */
    void turnTo(Duty duty) {
        stretch = cells.stretch(level, duty);
        if (stretch.rate() == 0) {
            level = stretch.edge();
        }
    }

    double level() {
        return level;
    }

    double second() {
        return second;
    }

    double power() {
        return stretch.power();
    }

    /** When the power changes by itself. */
    double until() {
        return second + Math.max(stretch.seconds(level), Seconds.SAME);
    }

    /** Goes forward, at most to {@link #until}; the duty has to be said anew. */
    void to(double later) {
        level = later >= until() ? stretch.edge() : level + stretch.rate() * (later - second) / Seconds.HOUR;
        second = later;
    }
}
