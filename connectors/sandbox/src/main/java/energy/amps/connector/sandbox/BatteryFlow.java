package energy.amps.connector.sandbox;

import java.util.Optional;

/** A battery under orders, forward through time. */
final class BatteryFlow implements Flow<Level> {

    private final BatteryPlan plan;

    /** The home, where what the battery does follows it. */
    private final Optional<Site> site;

    private final CellsFlow cells;

    BatteryFlow(BatteryPlan plan, Level level, double from, Surroundings around) {
        this.plan = plan;
        this.site = plan.followsHome() ? Optional.of(new Site(around, from)) : Optional.empty();
        this.cells = new CellsFlow(plan.model().cells(), level.percent(), from);
        turn();
    }

    @Override
    public double power() {
        return cells.power();
    }

    @Override
    public double until() {
        return site.isPresent() ? Math.min(cells.until(), site.get().until()) : cells.until();
    }

    @Override
    public void to(double second) {
        cells.to(second);
        site.ifPresent(home -> home.to(second));
        turn();
    }

    @Override
    public Level state() {
        return new Level(Math.clamp(cells.level(), 0, 100));
    }

    private void turn() {
        cells.turnTo(plan.duty(site.isPresent() ? site.get().surplus() : 0));
    }
}
