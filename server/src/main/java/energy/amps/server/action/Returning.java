package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Bringing a device back to where it stood before a window: the platform's own duty, tried with back-off until it holds.
 * After an hour the action has failed, and trying goes on once an hour until it holds or a new action takes over.
 */
final class Returning {
    private static final String OVERRIDDEN =
            "The window closed; nothing was written back, because someone else had told the device something meanwhile.";

    private Returning() {}

    /** Commits to sending the return for the first time. */
    static Stepped begin(Docket docket, LiveAction action, Instant now) {
        if (action.window().overridden()) {
            return new Stepped(docket.with(action.unverified(now).completed(OVERRIDDEN, now)), List.of());
        }
        LiveAction returning =
                action.unverified(now).with(action.window().returningFrom(now)).with(Sending.NONE);
        return send(docket, returning, now);
    }

    /** Commits to sending the return. */
    static Stepped send(Docket docket, LiveAction action, Instant now) {
        LiveAction sending = action.with(action.sending().next(now))
                .at(Stage.RETURN_SENDING, now)
                .heldFrom(now);
        return new Stepped(docket.with(sending), List.of(new Effect.Send(action.id(), Attempt.Purpose.RETURN)));
    }

    /** The device is back, and stays where it is put. */
    static Docket held(Docket docket, LiveAction action, Renewing renewing, Instant now) {
        Instruction prior = action.window().priorOrIdle();
        Docket back = docket.with(docket.device().standingUnder(prior));
        LiveAction over = action.state().isTerminal()
                ? action.at(Stage.STANDING, now)
                : over(action, prior.command().wire(), now);
        return back.with(renewing.goingOn(back, renewing.begun(back, over, prior)));
    }

    private static LiveAction over(LiveAction action, String mode, Instant now) {
        if (action.window().opened()) {
            String how = "The window closed; the device is back in " + mode + ".";
            return action.over(ActionState.COMPLETED, Stage.STANDING, how, Optional.empty(), now);
        }
        String why = "Whether the window ever opened was not learnt; the device is back in " + mode + ".";
        return action.over(
                ActionState.FAILED, Stage.STANDING, why, Optional.of(new Fault(FaultCode.OUTCOME_UNKNOWN, why)), now);
    }

    /** The return did not hold: again later, and after an hour with the action failed. */
    static Docket failed(Docket docket, LiveAction action, Fault fault, Instant now) {
        return docket.with(later(action.with(action.sending().failing(fault)), Stage.RETURN_WAITING, now));
    }

    /** The same action in {@code stage}, to be taken up again after the back-off. */
    static LiveAction later(LiveAction action, Stage stage, Instant now) {
        Instant since = action.window().returningSince().orElse(now);
        if (!isHourGone(action, now)) {
            Instant next = now.plus(backoff(action, stage, now));
            Instant hour = since.plus(EngineRules.RETURN_LIMIT);
            return action.at(stage, now).wakeAt(next.isAfter(hour) ? hour : next);
        }
        LiveAction failed = action.state().isTerminal()
                ? action.at(stage, now)
                : action.over(
                        ActionState.FAILED,
                        stage,
                        "The device could not be brought back within an hour; trying goes on.",
                        Optional.of(revertFailed(action)),
                        now);
        return failed.wakeAt(now.plus(EngineRules.RETURN_AFTER_FAILURE));
    }

    /** What was sent is looked at by the time since; what is to be sent again waits by the number of sendings. */
    private static Duration backoff(LiveAction action, Stage stage, Instant now) {
        return stage == Stage.RETURN_UNSETTLED
                ? EngineRules.lookBackoff(Duration.between(action.sending().sentAt(), now))
                : EngineRules.returnBackoff(action.sending().attempt());
    }

    /** Whether the return should have held by now. */
    static boolean isHourGone(LiveAction action, Instant now) {
        Instant since = action.window().returningSince().orElse(now);
        return Duration.between(since, now).compareTo(EngineRules.RETURN_LIMIT) >= 0;
    }

    private static Fault revertFailed(LiveAction action) {
        String last =
                action.sending().fault().map(f -> " Last: " + f.code() + ".").orElse("");
        return new Fault(
                FaultCode.REVERT_FAILED,
                "The window closed and the device could not be brought back to its prior mode within an hour." + last);
    }
}
