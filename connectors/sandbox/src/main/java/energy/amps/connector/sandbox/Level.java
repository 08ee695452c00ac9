package energy.amps.connector.sandbox;

/**
 * How full a battery is.
 *
 * @param percent unrounded, 0 to 100
 */
record Level(double percent) {
    Level {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("level outside 0..100 %: " + percent);
        }
    }
}
