package energy.amps.connector.sandbox;

/**
 * What a roof gives (contract section 11): nothing from 18 to 06 UTC, a ramp up to 09, the peak to 15, a decline to 18; times
 * season and clouds. Power goes in straight lines from quarter hour to quarter hour, so energy is exact.
 */
final class Sunshine {

    /** What a roof has given since this day is its lifetime: 1 January 2024. */
    static final long COMMISSIONED = 19_723;

    private static final int QUARTERS = 96;

    /** The quarter hours of a day between which the sun shines at all. */
    private static final int DAWN = 24;

    private static final int DUSK = 72;

    private final Climate climate;
    private final double peak;
    private final double[] seasons;

    /** Energy from the start of the cycle to the start of each of its days, kWh, and of the whole cycle. */
    private final double[] sums;

    Sunshine(Climate climate, double peak) {
        this.climate = climate;
        this.peak = peak;
        this.seasons = new double[Climate.CYCLE];
        for (int day = 0; day < Climate.CYCLE; day++) {
            seasons[day] = climate.season(day);
        }
        this.sums = new double[Climate.CYCLE + 1];
        for (int day = 0; day < Climate.CYCLE; day++) {
            sums[day + 1] = sums[day] + within(day, QUARTERS);
        }
    }

    /** Power at an instant, kW. */
    double power(double second) {
        long quarter = Seconds.quarter(second);
        double part = (second - quarter * Seconds.QUARTER) / Seconds.QUARTER;
        return knot(quarter) * (1 - part) + knot(quarter + 1) * part;
    }

    /** Mean power over a quarter hour, kW. */
    double mean(long quarter) {
        return (knot(quarter) + knot(quarter + 1)) / 2;
    }

    /** Energy from the start of the epoch to an instant, kWh; the difference of two is what came between. */
    double energy(double second) {
        long day = Seconds.day(second);
        long quarter = Seconds.quarter(second);
        double left = second - quarter * Seconds.QUARTER;
        return until(day)
                + within(day, (int) (quarter - day * QUARTERS))
                + (knot(quarter) + power(second)) / 2 * left / Seconds.HOUR;
    }

    private double until(long day) {
        return Math.floorDiv(day, (long) Climate.CYCLE) * sums[Climate.CYCLE] + sums[Climate.inCycle(day)];
    }

    /** Energy of the first quarter hours of a day. */
    private double within(long day, int quarters) {
        double sum = 0;
        for (int i = DAWN; i < Math.min(quarters, DUSK); i++) {
            sum += mean(day * QUARTERS + i) / 4;
        }
        return sum;
    }

    private double knot(long quarter) {
        double shape = shape(Math.floorMod(quarter, QUARTERS));
        return shape == 0
                ? 0
                : peak
                        * shape
                        * seasons[Climate.inCycle(Math.floorDiv(quarter, QUARTERS))]
                        * climate.clearness(quarter);
    }

    private static double shape(int quarterOfDay) {
        double hour = quarterOfDay / 4.0;
        return Math.max(0, Math.min(1, Math.min((hour - 6) / 3, (18 - hour) / 3)));
    }
}
