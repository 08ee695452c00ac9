package energy.amps.connector.sandbox;

import energy.amps.device.StateOfCharge;
import java.util.Optional;

/**
 * The three homes of every sandbox account. What stands in a home is the same for everybody, linked or not: a car charges
 * though its maker's cloud was never linked.
 */
enum Home {
    /** A family house at 51.5 degrees north. */
    HOUSE(
            "house",
            new Climate(51.5, 10.5, 7, 3.5, 11),
            1,
            Optional.of(new Roof(4.6)),
            new Car(60, 11, 0.9, new StateOfCharge(100)),
            new Building(0.17, 8, 9, 5, 0.4)),
    /** A cabin in the mountains at 46 degrees north. */
    CABIN(
            "cabin",
            new Climate(46, 6.5, 9, 5, 23),
            0.6,
            Optional.of(new Roof(2.4)),
            new Car(40, 7.4, 0.88, new StateOfCharge(100)),
            new Building(0.11, 4, 6, 4, 0.15)),
    /** A flat in a town at 40 degrees north. */
    FLAT(
            "flat",
            new Climate(40, 14.5, 9.5, 5, 37),
            0.7,
            Optional.empty(),
            new Car(52, 7.4, 0.9, new StateOfCharge(95)),
            new Building(0.09, 5, 5, 5, 0.3));

    private final String key;
    private final Climate climate;
    private final double base;
    private final Optional<Roof> roof;
    private final Car car;
    private final Building building;

    Home(String key, Climate climate, double base, Optional<Roof> roof, Car car, Building building) {
        this.key = key;
        this.climate = climate;
        this.base = base;
        this.roof = roof;
        this.car = car;
        this.building = building;
    }

    /**
     * The modules on a roof.
     *
     * @param peak most AC power, kW, under a clear sky at the height of summer
     */
    record Roof(double peak) {}

    /**
     * The car that charges here.
     *
     * @param capacity usable energy when full, kWh
     * @param acceptance most AC power it takes, kW
     * @param efficiency the part of the charger's energy that arrives in the cells, 0 to 1
     * @param limit the level at which it stops charging
     */
    record Car(double capacity, double acceptance, double efficiency, StateOfCharge limit) {
        Cells cells() {
            return new Cells(capacity, acceptance, efficiency);
        }
    }

    /**
     * The rooms, as one mass.
     *
     * @param loss heat lost, kW for each degree that it is colder outside
     * @param mass heat stored, kWh for each degree
     * @param heating most heat that its heat pump brings, kW
     * @param cooling most heat that its heat pump takes out, kW
     * @param gains heat of people and things, kW
     */
    record Building(double loss, double mass, double heating, double cooling, double gains) {}

    /** Its name in a stored state and in external ids. Never changes. */
    String key() {
        return key;
    }

    Climate climate() {
        return climate;
    }

    Optional<Roof> roof() {
        return roof;
    }

    Car car() {
        return car;
    }

    Building building() {
        return building;
    }

    /** What the home uses at an instant beside car, heat pump and battery, kW; the same over each quarter hour. */
    double baseLoad(double second) {
        double hour = Seconds.hour(second);
        return base * (hour < 6 ? 0.3 : hour < 9 ? 0.8 : hour < 15 ? 0.4 : hour < 21 ? 1.0 : 0.4);
    }

    /** A surplus that the home never has more of, kW. */
    double mostSurplus() {
        return roof.map(Roof::peak).orElse(0.0);
    }
}
