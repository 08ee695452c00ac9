package energy.amps.server.tenant;

/**
 * A key that was just made; the only time that its text is to be had.
 *
 * @param key the key
 * @param text its text
 */
public record MadeKey(ApiKey key, String text) {
    @Override
    public String toString() {
        return key.id() + " (key ***)";
    }
}
