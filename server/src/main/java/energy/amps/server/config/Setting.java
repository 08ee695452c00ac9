package energy.amps.server.config;

/**
 * A row of the table, for readers.
 *
 * @param name the environment variable
 * @param meaning what it does
 * @param byDefault its value when absent, or in words how that comes about
 * @param unit of the value; {@code -} for none
 * @param range what is accepted
 */
public record Setting(String name, String meaning, String byDefault, String unit, String range) {}
