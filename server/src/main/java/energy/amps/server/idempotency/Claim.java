package energy.amps.server.idempotency;

import energy.amps.server.store.Tenant;

/** What became of the wish to work under a key. */
public sealed interface Claim {

    /**
     * The key is the caller's: the work may be done.
     *
     * @param tenant whose
     * @param request under what
     * @param token what completing and releasing need
     */
    record Mine(Tenant tenant, KeyedRequest request, String token) implements Claim {}

    /**
     * The same request has had its effect, and this was its answer.
     *
     * @param status 2xx
     * @param data the answer's data as JSON, secrets as null
     */
    record Kept(int status, String data) implements Claim {}

    /** The key was used for another request. */
    record Reused() implements Claim {}

    /** The same request is being worked on. */
    record Running() implements Claim {}
}
