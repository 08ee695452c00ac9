package energy.amps.connector.sandbox;

/** What a home has left over beside its battery, followed forward through time. Mutable, as a {@link Flow} is. */
final class Site {

    private final Home home;
    private final Flow<CarCharge> charger;
    private final Flow<Room> rooms;
    private double second;

    Site(Surroundings around, double from) {
        this.home = around.home();
        this.charger = around.charger().from(from);
        this.rooms = around.rooms().from(from);
        this.second = from;
    }

    /** Power left over, kW, negative where more is needed. The roof counts with its mean over the quarter hour. */
    double surplus() {
        return Roofs.mean(home, Seconds.quarter(second)) - home.baseLoad(second) - charger.power() - rooms.power();
    }

    /** Until when it stays the same. */
    double until() {
        return Math.min(Seconds.quarterEnd(second), Math.min(charger.until(), rooms.until()));
    }

    void to(double later) {
        charger.to(later);
        rooms.to(later);
        second = later;
    }
}
