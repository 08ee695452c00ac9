package energy.amps.server.store;

/**
 * The linking of an account.
 *
 * @param value the whole text, {@code link_...}
 */
public record LinkId(String value) {
    /** What every one begins with. */
    public static final String PREFIX = "link_";

    @Override
    public String toString() {
        return value;
    }
}
