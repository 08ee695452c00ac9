package energy.amps.server.store;

/**
 * A customer of the platform, an integrator.
 *
 * @param value the whole text, {@code cus_...}
 */
public record CustomerId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
