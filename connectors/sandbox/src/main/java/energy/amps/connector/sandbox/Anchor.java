package energy.amps.connector.sandbox;

import java.time.Instant;

/**
 * A level known at an instant.
 *
 * @param at the instant
 * @param level unrounded, 0 to 100 %
 */
record Anchor(Instant at, double level) {
    Anchor {
        if (!(level >= 0 && level <= 100)) {
            throw new IllegalArgumentException("level outside 0..100 %: " + level);
        }
    }
}
