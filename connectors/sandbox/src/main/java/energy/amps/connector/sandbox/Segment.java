package energy.amps.connector.sandbox;

import java.time.Instant;

/**
 * A stretch of a device's life under the same terms; it lasts until the next begins.
 *
 * @param at when it begins
 * @param state what the device was then, unrounded
 * @param terms what it was told
 * @param <S> as in {@link Flow}
 */
record Segment<S>(Instant at, S state, Terms terms) {

    /** When it begins, in {@link Seconds}. */
    double second() {
        return Seconds.of(at);
    }
}
