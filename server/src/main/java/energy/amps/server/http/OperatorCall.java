package energy.amps.server.http;

import energy.amps.server.http.shape.Query;
import energy.amps.server.store.CustomerId;
import java.util.Map;
import java.util.Objects;

/**
 * An operator's request that has passed every refusal before its shape.
 *
 * @param ids the path's ids by the names of the route's template
 * @param query the query parameters, read and not yet asked for
 * @param body the body, at most {@link HttpLimits#BODY_BYTES}; empty where the route reads none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and lives as long as one request
record OperatorCall(Map<String, String> ids, Query query, byte[] body) {

    CustomerId customer() {
        return new CustomerId(
                Objects.requireNonNull(ids.get("customerId"), "the route's template has no {customerId}"));
    }
}
