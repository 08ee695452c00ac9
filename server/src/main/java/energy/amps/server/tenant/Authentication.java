package energy.amps.server.tenant;

import energy.amps.fault.Refusal;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;

/** What a presented key opens. */
public sealed interface Authentication {
    /**
     * A tenant's door.
     *
     * @param tenant whose
     * @param key the key's id
     */
    record Granted(Tenant tenant, KeyId key) implements Authentication {}

    /**
     * Nothing.
     *
     * @param refusal {@code INVALID_API_KEY} or {@code EXPIRED_TOKEN} (401), {@code LIVE_ACCESS_DISABLED} or
     *     {@code INSUFFICIENT_PERMISSIONS} (403)
     */
    record Denied(Refusal refusal) implements Authentication {}
}
