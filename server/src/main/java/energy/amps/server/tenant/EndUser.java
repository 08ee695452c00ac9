package energy.amps.server.tenant;

import energy.amps.server.store.Row;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * An end user as the API shows it.
 *
 * @param id its id
 * @param externalRef the integrator's own reference, an e-mail address; empty for an anonymous one
 * @param createdAt when it was first seen
 */
public record EndUser(UserId id, Optional<String> externalRef, Instant createdAt) {

    static EndUser read(Row row) {
        return new EndUser(new UserId(row.text("id")), row.maybeText("external_ref"), row.instant("created_at"));
    }

    /** Without the reference, which names a person. */
    @Override
    public String toString() {
        return id.value();
    }
}
