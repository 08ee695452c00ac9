package energy.amps.device;

/**
 * Electrical power.
 *
 * @param kilowatts kW; positive into a battery (charging), negative out of it
 */
public record Power(double kilowatts) {}
