package energy.amps.server.store;

/**
 * An API key's id; never the key.
 *
 * @param value the whole text, {@code key_...}
 */
public record KeyId(String value) {}
