package energy.amps.server.tenant;

import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;

/**
 * Who asks.
 *
 * @param tenant whose data
 * @param key with which key
 * @param scope narrowed to whom
 */
public record Caller(Tenant tenant, KeyId key, Scope scope) {

    /** How much of the tenant's data a call sees (contract section 2, {@code x-user-id}). */
    public sealed interface Scope {
        /** All of it. */
        record Everyone() implements Scope {}

        /**
         * One end user's.
         *
         * @param user whose
         */
        record OneUser(UserId user) implements Scope {}

        /** None of it: the named user is unknown. */
        record Nobody() implements Scope {}
    }
}
