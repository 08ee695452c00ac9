package energy.amps.connector.sandbox;

import energy.amps.connector.sandbox.Home.Car;

/** A charger under orders and the car at it, forward through time. */
final class ChargerFlow implements Flow<CarCharge> {

    /** A car is not driven until it is empty, %. */
    private static final double DRIVEN_TO = 10;

    private final ChargerPlan plan;
    private final Car car;
    private final CellsFlow cells;
    private double session;
    private double total;

    ChargerFlow(ChargerPlan plan, CarCharge state, double from) {
        this.plan = plan;
        this.car = plan.model().home().car();
        this.cells = new CellsFlow(car.cells(), state.level(), from);
        this.session = state.session();
        this.total = state.total();
        turn();
    }

    @Override
    public double power() {
        return Math.max(0, cells.power());
    }

    @Override
    public double until() {
        return Math.min(cells.until(), Math.min(CarDay.turn(cells.second()), evening()));
    }

    @Override
    public void to(double second) {
        double given = power() * (second - cells.second()) / Seconds.HOUR;
        boolean away = !CarDay.isPlugged(cells.second());
        cells.to(second);
        session += given;
        total += given;
        if (away && CarDay.isPlugged(second)) {
            session = 0;
        }
        turn();
    }

    @Override
    public CarCharge state() {
        return new CarCharge(Math.clamp(cells.level(), 0, 100), session, total);
    }

    private void turn() {
        double second = cells.second();
        cells.turnTo(
                CarDay.isPlugged(second)
                        ? plan.duty()
                        : new Duty.Discharge(
                                CarDay.driving(second) * car.capacity() / 100 * car.efficiency(), DRIVEN_TO));
    }

    /** The next change of pace on the road, 17:00. */
    private double evening() {
        double at = Seconds.day(cells.second()) * Seconds.DAY + 17 * Seconds.HOUR;
        return cells.second() < at ? at : Double.POSITIVE_INFINITY;
    }
}
