package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The integrator takes an action back: before its instant by cancelling, an open window by ending. Pure. */
final class Withdrawal {
    private Withdrawal() {}

    /** Cancels an action that is still scheduled. */
    static Checked<Stepped> cancel(Docket docket, LiveAction action, Instant now) {
        if (action.state() != ActionState.SCHEDULED) {
            return notCancellable(action.state());
        }
        return new Checked.Passed<>(
                new Stepped(docket.with(action.cancelled("Cancelled before its instant.", now)), List.of()));
    }

    /** Closes an open window now; asked again, it changes nothing. An opening under way is waited for. */
    static Checked<Stepped> end(Docket docket, LiveAction action, Instant now) {
        if (!action.order().isWindow() || action.state() != ActionState.ACKNOWLEDGED) {
            return notEndable(action.state(), action.order().isWindow());
        }
        if (action.order().hasEnded(now)) {
            return new Checked.Passed<>(Stepped.unchanged(docket));
        }
        LiveAction ended = action.with(action.order().endingAt(now));
        return new Checked.Passed<>(
                switch (action.stage()) {
                    case OPEN -> Returning.begin(docket, ended, now);
                    case READY -> new Stepped(docket.with(ended.wakeAt(now)), List.of());
                    case UNSETTLED ->
                        new Stepped(docket.with(ended.at(Stage.UNSETTLED, now).wakeAt(now)), List.of());
                    default -> new Stepped(docket.with(ended.at(action.stage(), now)), List.of());
                });
    }

    static <T> Checked<T> notCancellable(ActionState state) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.ACTION_NOT_CANCELLABLE,
                "Only a scheduled action can be cancelled; this one is " + state.wire() + ".",
                Map.of("state", state.wire())));
    }

    static <T> Checked<T> notEndable(ActionState state, boolean window) {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.ACTION_NOT_ENDABLE,
                window
                        ? "Only an open window can be ended; this one is " + state.wire() + "."
                        : "Only a window can be ended; this action has no end.",
                Map.of("state", state.wire())));
    }
}
