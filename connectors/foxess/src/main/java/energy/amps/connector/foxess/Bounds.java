package energy.amps.connector.foxess;

import java.util.OptionalInt;

/**
 * Between what the figures of a schedule must lie.
 *
 * @param maxPower most power, watts: what the scheduler says, and no more than the inverter is built for
 * @param leastSoc the lowest level that can be named, percent
 * @param leastMaxSoc the lowest upper bound of the level, percent; empty on firmware that knows none
 */
record Bounds(int maxPower, int leastSoc, OptionalInt leastMaxSoc) {
    static final Bounds UNKNOWN = new Bounds(0, 10, OptionalInt.empty());
}
