package energy.amps.server.tenant;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Row;
import java.time.Instant;
import java.util.Optional;

/**
 * A customer, as the operator sees it.
 *
 * @param id its id
 * @param name what the operator calls it
 * @param liveEnabled whether its live keys open anything
 * @param disabledAt since when none of its keys do
 * @param createdAt when it was made
 */
public record Customer(
        CustomerId id, String name, boolean liveEnabled, Optional<Instant> disabledAt, Instant createdAt) {
    static final String COLUMNS = "c.id, c.name, c.live_enabled, c.disabled_at, c.created_at";

    static Customer read(Row row) {
        return new Customer(
                new CustomerId(row.text("id")),
                row.text("name"),
                row.flag("live_enabled"),
                row.maybeInstant("disabled_at"),
                row.instant("created_at"));
    }
}
