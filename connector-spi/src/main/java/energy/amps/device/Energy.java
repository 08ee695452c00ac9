package energy.amps.device;

/**
 * An amount of energy.
 *
 * @param kilowattHours kWh, never negative
 */
public record Energy(double kilowattHours) {}
