package energy.amps.connector.sandbox;

/**
 * The rooms of a home.
 *
 * @param celsius their temperature, unrounded
 */
record Room(double celsius) {
    Room {
        if (!Double.isFinite(celsius)) {
            throw new IllegalArgumentException("no temperature: " + celsius);
        }
    }
}
