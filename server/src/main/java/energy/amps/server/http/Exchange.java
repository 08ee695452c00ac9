package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Allowance;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request and its answer, as far as they have got: what the log line and the metrics are made of. Confined to a thread. */
final class Exchange {

    private final String requestId;
    private final long startedNanos;
    private final String method;
    private final String path;
    private String route = "unmatched";
    private Optional<Tenant> tenant = Optional.empty();
    private Optional<ActionId> action = Optional.empty();
    private Optional<ErrorCode> code = Optional.empty();
    private Optional<Allowance> allowance = Optional.empty();
    private Unavailable cause = Unavailable.FEATURE;
    private int status;
    private boolean csv;

    Exchange(String requestId, long startedNanos, String method, String path) {
        this.requestId = requestId;
        this.startedNanos = startedNanos;
        this.method = method;
        this.path = path;
    }

    void matched(String template) {
        route = template;
    }

    void of(Tenant whose) {
        tenant = Optional.of(whose);
    }

    /** What its key may still ask for. */
    void within(Optional<Allowance> left) {
        allowance = left;
    }

    /** The client prefers CSV where there is a choice. */
    void prefersCsv(boolean prefers) {
        csv = prefers;
    }

    boolean prefersCsv() {
        return csv;
    }

    void about(ActionId which) {
        action = Optional.of(which);
    }

    /** Says why, should the answer be a 503. */
    void unavailable(Unavailable because) {
        cause = because;
    }

    void succeeds(int with) {
        status = with;
        code = Optional.empty();
    }

    void fails(ErrorCode with) {
        status = Statuses.of(with);
        code = Optional.of(with);
    }

    String requestId() {
        return requestId;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String route() {
        return route;
    }

    Optional<Tenant> tenant() {
        return tenant;
    }

    Optional<ActionId> action() {
        return action;
    }

    Optional<ErrorCode> code() {
        return code;
    }

    Optional<Allowance> allowance() {
        return allowance;
    }

    int status() {
        return status;
    }

    /** Why it was a 503, if it was one. */
    Unavailable cause() {
        return cause;
    }

    long elapsedNanos() {
        return Math.max(0, System.nanoTime() - startedNanos);
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(elapsedNanos());
    }
}
