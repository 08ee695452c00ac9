package energy.amps.device;

/**
 * A temperature.
 *
 * @param celsius degrees Celsius
 */
public record Temperature(double celsius) {}
