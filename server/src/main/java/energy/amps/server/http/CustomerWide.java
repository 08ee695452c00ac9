package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.tenant.Caller;
import java.util.function.Supplier;

/** What belongs to a customer as a whole is not shown to a caller that is narrowed to a user (contract section 2). */
final class CustomerWide {

    private CustomerWide() {}

    /** Goes on for callers that are not narrowed. */
    static Answer only(Call call, Supplier<Checked<Answer>> next) {
        return call.caller().scope() instanceof Caller.Scope.Everyone
                ? Answer.of(next.get())
                : Answer.refused(Refusal.of(
                        ErrorCode.INSUFFICIENT_PERMISSIONS,
                        "This belongs to the customer as a whole; ask without x-user-id."));
    }
}
