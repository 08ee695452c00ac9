package energy.amps.server.http;

import energy.amps.device.DeviceId;
import energy.amps.server.http.shape.Query;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.tenant.Caller;
import java.util.Map;
import java.util.Objects;

/**
 * A request that has passed every refusal before its shape.
 *
 * @param caller who asks
 * @param ids the path's ids by the names of the route's template
 * @param query the query parameters, read and not yet asked for
 * @param body the body, at most {@link HttpLimits#BODY_BYTES}; empty where the route reads none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and lives as long as one request
record Call(Caller caller, Map<String, String> ids, Query query, byte[] body) {

    DeviceId device() {
        return new DeviceId(id("deviceId"));
    }

    ActionId action() {
        return new ActionId(id("actionId"));
    }

    ScheduleId schedule() {
        return new ScheduleId(id("scheduleId"));
    }

    private String id(String name) {
        return Objects.requireNonNull(ids.get(name), () -> "the route's template has no {" + name + "}");
    }
}
