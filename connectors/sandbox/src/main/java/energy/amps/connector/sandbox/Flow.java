package energy.amps.connector.sandbox;

/**
 * One device followed forward through time, piece by piece; over a piece its power stays the same, so whatever is computed
 * over one is exact. Mutable: it belongs to one call of one thread.
 *
 * @param <S> what the device is full of: the part of its state that physics moves
 */
interface Flow<S> {

    /** Power on the side of the grid, kW, positive into the device. */
    double power();

    /** The end of the piece, in {@link Seconds}; after the instant it stands at. */
    double until();

    /** Goes forward to an instant, at most to {@link #until}. */
    void to(double second);

    /** What has become of the device. */
    S state();

    /** Goes forward over as many pieces as it takes, from {@code from}, where it stands. */
    static void follow(Flow<?> flow, double from, double to) {
        double second = from;
        while (second < to) {
            second = Math.min(to, flow.until());
            flow.to(second);
        }
    }
}
