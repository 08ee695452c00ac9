package energy.amps.server.store;

/**
 * An action's id.
 *
 * @param value the whole text, {@code act_...}
 */
public record ActionId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
