package energy.amps.device;

/**
 * Electrical current.
 *
 * @param amperes A, per phase; never negative
 */
public record Current(double amperes) {}
