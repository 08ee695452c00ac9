package energy.amps.connector.sandbox;

import energy.amps.connector.sandbox.Home.Car;
import java.time.Instant;
import java.util.List;

/**
 * The day of a car whose charger nobody ever told anything, UTC (contract section 11): plugged from 21 to 09, away from 09 to
 * 21. A picture, as {@link BatteryDay} is. Presence is the same whatever the charger was told.
 */
final class CarDay implements Flow<CarCharge> {

    private static final double LEAVES = 9;
    private static final double COMES = 21;

    /** The level at midnight, a third of the way from 50 to 82. */
    private static final double MIDNIGHT = 50 + 32 / 3.0;

    private static final List<Part> PARTS = List.of(
            new Part(0, 6, MIDNIGHT, 82),
            new Part(6, LEAVES, 80, 95),
            new Part(LEAVES, 17, 95, 71),
            new Part(17, COMES, 70, 50),
            new Part(COMES, 24, 50, MIDNIGHT));

    /** What the parts of a night put into the car, %. */
    private static final double NIGHTLY = 82 - 50 + 95 - 80;

    private final Car car;
    private double second;
    private Part part;

    CarDay(Car car, double from) {
        this.car = car;
        this.second = from;
        this.part = Part.at(PARTS, from);
    }

    /** Whether the car is at home and plugged in. */
    static boolean isPlugged(double second) {
        double hour = Seconds.hour(second);
        return hour < LEAVES || hour >= COMES;
    }

    /** When it comes or leaves next. */
    static double turn(double second) {
        double midnight = Seconds.day(second) * Seconds.DAY;
        double hour = Seconds.hour(second);
        double next = hour < LEAVES ? LEAVES : hour < COMES ? COMES : 24 + LEAVES;
        return midnight + next * Seconds.HOUR;
    }

    /** When the stay began that an instant lies in. */
    static Instant pluggedSince(double second) {
        long day = Seconds.hour(second) >= COMES ? Seconds.day(second) : Seconds.day(second) - 1;
        return Instant.ofEpochSecond((long) (day * Seconds.DAY + COMES * Seconds.HOUR));
    }

    /** How fast driving empties it, % per hour, at an instant away from home. */
    static double driving(double second) {
        return -Part.at(PARTS, second).slope();
    }

    @Override
    public double power() {
        return isPlugged(second) ? energy(part.slope()) : 0;
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
    public CarCharge state() {
        double tonight = isPlugged(second) ? energy(charged()) : 0;
        return new CarCharge(part.level(second), tonight, total());
    }

    /** What was charged since it was plugged in, or in its last stay, %. */
    private double charged() {
        double hour = Seconds.hour(second);
        if (hour < 6) {
            return part.level(second) - 50;
        }
        if (hour < LEAVES) {
            return 82 - 50 + part.level(second) - 80;
        }
        return hour < COMES ? NIGHTLY : part.level(second) - 50;
    }

    private double total() {
        // The nights are counted from evening to evening.
        double evenings = Math.floor((second - COMES * Seconds.HOUR) / Seconds.DAY) - Sunshine.COMMISSIONED;
        return Math.max(0, energy(evenings * NIGHTLY + charged()));
    }

    /** What the charger gives for so much of the car's capacity, kWh. */
    private double energy(double percent) {
        return percent * car.capacity() / 100 / car.efficiency();
    }
}
