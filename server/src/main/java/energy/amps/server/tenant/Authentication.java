package energy.amps.server.tenant;

import energy.amps.fault.Refusal;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import java.util.Set;

/** What a presented key opens. */
public sealed interface Authentication {
    /**
     * A tenant's door.
     *
     * @param tenant whose
     * @param key the key's id
     * @param scopes what it may do behind it
     */
    record Granted(Tenant tenant, KeyId key, Set<KeyScope> scopes) implements Authentication {}

    /**
     * A tenant's door, which the operator has shut.
     *
     * @param tenant whose
     * @param key the key's id
     * @param refusal {@code LIVE_ACCESS_DISABLED} or {@code INSUFFICIENT_PERMISSIONS} (403)
     */
    record Shut(Tenant tenant, KeyId key, Refusal refusal) implements Authentication {}

    /**
     * Nothing.
     *
     * @param refusal {@code INVALID_API_KEY} or {@code EXPIRED_TOKEN} (401); {@code RATE_LIMIT_EXCEEDED} (429) for one who
     *     guesses
     */
    record Denied(Refusal refusal) implements Authentication {}
}
