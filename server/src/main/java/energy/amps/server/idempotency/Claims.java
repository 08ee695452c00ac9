package energy.amps.server.idempotency;

import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;

/** Who may work under which key, and what was answered. Thread-safe. */
public interface Claims {

    /** Claims a key for a request; committed when this returns. */
    Claim claim(Tenant tenant, KeyedRequest request);

    /**
     * Keeps the answer, in the transaction of the effect.
     *
     * @param status 2xx
     * @param data the answer's data as JSON, secrets as null
     * @throws LostClaim when the claim is not the caller's any more; the transaction must not commit
     */
    void complete(Tx tx, Claim.Mine claim, int status, String data);

    /** Keeps the answer of a request that has no effect, in a transaction of its own. */
    void complete(Claim.Mine claim, int status, String data);

    /** Frees the key, unless its answer is kept. Never throws for want of a database: what is not released lapses. */
    void release(Claim.Mine claim);
}
