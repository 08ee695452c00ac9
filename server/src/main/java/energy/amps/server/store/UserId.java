package energy.amps.server.store;

/**
 * An end user of a customer, the one whose devices these are.
 *
 * @param value the whole text, {@code user_...}
 */
public record UserId(String value) {}
