package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.server.http.shape.Query;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Keep;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.tenant.Caller;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that has passed every refusal before its shape.
 *
 * @param caller who asks
 * @param ids the path's ids by the names of the route's template
 * @param query the query parameters, read and not yet asked for
 * @param body the body, at most {@link HttpLimits#BODY_BYTES}; empty where the route reads none
 * @param keeping what is kept of the answer
 * @param lastEventId what a client saw last of a stream that it takes up again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and lives as long as one request
record Call(
        Caller caller,
        Map<String, String> ids,
        Query query,
        byte[] body,
        Keeping keeping,
        Optional<String> lastEventId) {

    /** The query parameter that makes a rehearsal of a push. */
    static final String DRY_RUN = "dryRun";

    /** Whether it only asks what it would do: nothing comes of it, so nothing is kept of it either. */
    boolean isRehearsal() {
        return query.text(DRY_RUN).filter("true"::equals).isPresent();
    }

    /** The same call, its answer kept that way. */
    Call keeping(Keeping otherwise) {
        return new Call(caller, ids, query, body, otherwise, lastEventId);
    }

    /**
     * The answer of a feature that changes something, kept for repetitions of the call.
     *
     * @param answer made of the feature's result: {@link Answer.Data}
     * @param feature makes the change, and with it what it is given
     */
    <T> Checked<Answer> kept(Function<T, Answer> answer, Function<Keep<T>, Checked<T>> feature) {
        return feature.apply(keeping.of(answer)).then(Answer.with(answer));
    }

    /** The answer of a feature that changes nothing though its method is one that could, such as a rehearsal. */
    Checked<Answer> keptApart(Checked<Answer> answer) {
        return keeping.apart(answer);
    }

    DeviceId device() {
        return new DeviceId(id("deviceId"));
    }

    ActionId action() {
        return new ActionId(id("actionId"));
    }

    ScheduleId schedule() {
        return new ScheduleId(id("scheduleId"));
    }

    String endpoint() {
        return id("endpointId");
    }

    String id(String name) {
        return Objects.requireNonNull(ids.get(name), () -> "the route's template has no {" + name + "}");
    }
}
