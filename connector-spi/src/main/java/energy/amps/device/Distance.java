package energy.amps.device;

/**
 * A distance on the road.
 *
 * @param kilometres km, never negative
 */
public record Distance(double kilometres) {}
