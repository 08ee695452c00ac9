package energy.amps.connector.sandbox;

/**
 * The sky over a home: a function of the instant alone. Years repeat after {@value #CYCLE} days, four of the calendar's, so that
 * sums over any span are closed.
 *
 * @param latitude degrees north
 * @param mean outdoor temperature over the year, celsius
 * @param season how much warmer the height of summer is than the mean
 * @param daily how much warmer the afternoon is than the day's mean
 * @param seed tells the weather of one home from another's
 */
record Climate(double latitude, double mean, double season, double daily, long seed) {

    static final int CYCLE = 1461;

    private static final double YEAR = CYCLE / 4.0;

    /** The most that an hour's clouds and a day's take of the sun. */
    private static final double HOUR_CLOUDS = 0.12;

    private static final double DAY_CLOUDS = 0.15;

    /** The warmest or coldest that days come out of season, degrees. */
    private static final double SPELL = 3;

    /** Clouds come and go over this many quarter hours. */
    private static final long CLOUD = 8;

    private static final long QUARTERS = 96;

    /** The place of a day in the cycle. */
    static int inCycle(long day) {
        return (int) Math.floorMod(day, (long) CYCLE);
    }

    /** What the season leaves of the sun's power, 0 to 1: noon elevation times day length, 1 at its height. */
    double season(long day) {
        double declination = Math.toRadians(23.44) * Math.sin(2 * Math.PI * (dayOfYear(day) - 80) / YEAR);
        return sun(declination) / sun(Math.toRadians(23.44));
    }

    /** What clouds leave of the sun at the start of a quarter hour, 0 to 1; it goes over smoothly to the next. */
    double clearness(long quarter) {
        long cyclic = Math.floorMod(quarter, CYCLE * QUARTERS);
        return 1 - DAY_CLOUDS * noise(cyclic, QUARTERS, seed) - HOUR_CLOUDS * noise(cyclic, CLOUD, seed + 1);
    }

    /** The temperature outside over a quarter hour, celsius. */
    double outside(long quarter) {
        long cyclic = Math.floorMod(quarter, CYCLE * QUARTERS);
        double hour = (cyclic % QUARTERS + 0.5) / 4;
        return mean
                - season * Math.cos(2 * Math.PI * (dayOfYear(cyclic / QUARTERS) - 20) / YEAR)
                - daily * Math.cos(2 * Math.PI * (hour - 3) / 24)
                + SPELL * (2 * noise(cyclic, 2 * QUARTERS, seed + 2) - 1);
    }

    private double sun(double declination) {
        double latitudeRadians = Math.toRadians(latitude);
        double elevation = Math.cos(latitudeRadians - declination);
        double dayLength = Math.acos(-Math.tan(latitudeRadians) * Math.tan(declination)) / Math.PI;
        return elevation * dayLength;
    }

    private static double dayOfYear(long day) {
        return inCycle(day) % YEAR;
    }

    /** Smooth chance, 0 to 1, with a new value every {@code span} quarter hours. */
    private static double noise(long quarter, long span, long seed) {
        long spans = CYCLE * QUARTERS / span;
        long at = Math.min(quarter / span, spans - 1);
        double part = Math.min(1, (double) (quarter - at * span) / span);
        double smooth = part * part * (3 - 2 * part);
        return chance(at, seed) * (1 - smooth) + chance((at + 1) % spans, seed) * smooth;
    }

    private static double chance(long at, long seed) {
        return (Chance.of(at, seed) >>> 11) * 0x1.0p-53;
    }
}
