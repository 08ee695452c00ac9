package energy.amps.server.action;

import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an answer from outside does to an action: the vendor's outcome, or a reading that settles what was unknown. Pure.
 *
 * <p>Contract section 5: a rejected command is never sent again, nor an accepted one. An unknown one is settled by reading;
 * a reading that shows it not applied lets it be sent once more if its instant still allows.
 */
final class Settlement {
    private final ConnectorProfile profile;
    private final EngineRules rules;
    private final Instant answeredAt;
    private final Instant now;

    /**
     * @param answeredAt when the answer came, which is before its step is taken
     * @param now the instant of the step
     */
    Settlement(ConnectorProfile profile, EngineRules rules, Instant answeredAt, Instant now) {
        this.profile = profile;
        this.rules = rules;
        this.answeredAt = answeredAt;
        this.now = now;
    }

    /** The vendor answered. */
    Stepped heard(Docket docket, LiveAction action, Outcome outcome) {
        return switch (action.stage()) {
            case SENDING, SUBMITTED, APPLYING -> opening(docket, action, outcome);
            case RETURN_SENDING, RETURN_SUBMITTED, RETURN_APPLYING ->
                new Stepped(returning(docket, action, outcome), List.of());
            case RELEASING -> released(docket, action, outcome);
            default -> Stepped.unchanged(docket);
        };
    }

    /**
     * What was to be sent was not: it waits until it may be, as long as its time allows (contract section 5, late). The device
     * knows nothing of it, and nothing is settled by reading.
     *
     * @param until when it may be tried again
     */
    Stepped withheld(Docket docket, LiveAction action, Fault fault, Instant until) {
        return switch (action.stage()) {
            case SENDING -> {
                LiveAction back = action.with(action.sending().unsent(fault)).at(Stage.READY, now);
                Instant last = Turn.tooLateFrom(action, rules);
                yield new Stepped(docket.with(back.wakeAt(last.isBefore(until) ? last : until)), List.of());
            }
            case RETURN_SENDING -> new Stepped(Returning.failed(docket, action, fault, now), List.of());
            case RELEASING -> released(docket, action, new Outcome.Rejected(fault.code(), fault.message()));
            default -> Stepped.unchanged(docket);
        };
    }

    /** The device was looked at. */
    Stepped seen(Docket docket, LiveAction action, ReadOutcome read, Verdict verdict) {
        boolean usable = read instanceof ReadOutcome.Reading reading
                && !reading.observedAt()
                        .isBefore(readableFrom(action, profile, action.sending().sentAt()));
        Verdict shown = usable ? verdict : Verdict.CANNOT_TELL;
        return switch (action.stage()) {
            case UNSETTLED -> openingSeen(docket, action, shown);
            case RETURN_UNSETTLED -> new Stepped(returnSeen(docket, action, shown), List.of());
            default -> Stepped.unchanged(docket);
        };
    }

    /**
     * The first instant at which a reading counts: after the attempt's time-out and the settle time, and not before the
     * settle time has passed since a call that began late came back.
     */
    static Instant readableFrom(LiveAction action, ConnectorProfile profile, Instant notBefore) {
        Instant from = action.sending().sentAt().plus(profile.callTimeout()).plus(profile.settleTime());
        return from.isBefore(notBefore) ? notBefore : from;
    }

    /**
     * The action comes to nothing: failed at once, nothing is returned for it. Only if it had taken the device over from a
     * closed window, that window's prior mode is still owed, and is put back.
     */
    static Stepped refuse(Docket docket, LiveAction action, Fault fault, Instant now) {
        if (!action.window().owesPrior()) {
            return new Stepped(docket.with(action.failed(fault, now)), List.of());
        }
        LiveAction failed =
                action.over(ActionState.FAILED, Stage.RETURN_SENDING, fault.message(), Optional.of(fault), now);
        return Returning.begin(docket, failed, now);
    }

    private Stepped opening(Docket docket, LiveAction action, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var change, var appliedAfter) -> {
                Docket noted = docket.after(change);
                LiveAction taken = action.taken(answeredAt);
                yield appliedAfter.isPresent()
                        ? new Stepped(noted.with(askedAgain(taken, Stage.APPLYING, appliedAfter.get())), List.of())
                        : applied(noted, taken);
            }
            case Outcome.Submitted(var change, var askAfter) -> {
                Stage stage = action.stage() == Stage.APPLYING ? Stage.APPLYING : Stage.SUBMITTED;
                yield new Stepped(docket.after(change).with(askedAgain(action, stage, askAfter)), List.of());
            }
            case Outcome.Rejected(var code, var message) -> refuse(docket, action, new Fault(code, message), now);
            case Outcome.Unknown(var code, var message, var change) ->
                new Stepped(docket.after(change).with(unsettled(action, new Fault(code, message))), List.of());
        };
    }

    /**
     * The vendor has more to say and is asked again; one that keeps us waiting too long has given no usable answer. What it
     * once took stays taken, whatever it says later.
     */
    private LiveAction askedAgain(LiveAction action, Stage stage, Duration askAfter) {
        boolean tooLong =
                action.sending().sentAt().plus(EngineRules.SETTLE_LIMIT).isBefore(now);
        return tooLong
                ? unsettled(action, new Fault(FaultCode.TIMEOUT, "The vendor did not say what came of the command."))
                : action.at(stage, now).wakeAt(now.plus(askAfter));
    }

    private LiveAction unsettled(LiveAction action, Fault fault) {
        return action.with(action.sending().failing(fault))
                .at(Stage.UNSETTLED, now)
                .wakeAt(orEnd(action, readableFrom(action, profile, now.plus(profile.settleTime()))));
    }

    /** The command holds: done, or open until the window's end. */
    private Stepped applied(Docket before, LiveAction holding) {
        LiveAction action = holding.with(holding.window().overwritten());
        Docket docket = before.with(before.device().standingUnder(action.order().instruction()));
        if (!action.order().isWindow()) {
            return new Stepped(docket.with(action.completed("The device took the command.", now)), List.of());
        }
        if (action.order().hasEnded(now)) {
            return Returning.begin(docket, action, now);
        }
        return new Stepped(
                docket.with(
                        action.at(Stage.OPEN, now).wakeAt(action.order().end().orElseThrow())),
                List.of());
    }

    private Stepped openingSeen(Docket docket, LiveAction action, Verdict shown) {
        return switch (shown) {
            case HOLDS -> applied(docket, action.taken(answeredAt));
            case DOES_NOT_HOLD -> notApplied(docket, action);
            case CANNOT_TELL -> stillUnknown(docket, action);
        };
    }

    private Stepped notApplied(Docket docket, LiveAction action) {
        if (Turn.isTooLate(action, rules, now)) {
            return refuse(
                    docket,
                    action,
                    new Fault(
                            FaultCode.MISSED_WINDOW,
                            "The command did not reach the device, and its time had passed when that was known."),
                    now);
        }
        // What the vendor took is never sent again, even if it did not come to hold.
        if (action.sending().attempt() < EngineRules.MOST_SENDINGS
                && !action.window().opened()) {
            return Turn.send(docket, action, now);
        }
        return refuse(docket, action, lastFault(action), now);
    }

    private Stepped stillUnknown(Docket docket, LiveAction action) {
        Instant sentAt = action.sending().sentAt();
        if (!action.order().isWindow() && !now.isBefore(sentAt.plus(EngineRules.SETTLE_LIMIT))) {
            Fault unknown = new Fault(
                    FaultCode.OUTCOME_UNKNOWN,
                    "The command was sent, and no reading showed whether it holds. Last: "
                            + lastFault(action).code() + ".");
            return refuse(docket, action, unknown, now);
        }
        Instant next = now.plus(EngineRules.lookBackoff(Duration.between(sentAt, now)));
        return new Stepped(docket.with(action.wakeAt(orEnd(action, next))), List.of());
    }

    private Docket returning(Docket docket, LiveAction action, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var change, var appliedAfter) -> {
                Docket noted = docket.after(change);
                yield appliedAfter.isPresent()
                        ? noted.with(returnAskedAgain(action, Stage.RETURN_APPLYING, appliedAfter.get()))
                        : Returning.held(noted, action, now);
            }
            case Outcome.Submitted(var change, var askAfter) -> {
                Stage stage = action.stage() == Stage.RETURN_APPLYING ? Stage.RETURN_APPLYING : Stage.RETURN_SUBMITTED;
                yield docket.after(change).with(returnAskedAgain(action, stage, askAfter));
            }
            case Outcome.Rejected(var code, var message) ->
                Returning.failed(docket, action, new Fault(code, message), now);
            case Outcome.Unknown(var code, var message, var change) ->
                docket.after(change).with(returnUnsettled(action, new Fault(code, message)));
        };
    }

    /** As for an opening, and never beyond the hour in which the return must hold. */
    private LiveAction returnAskedAgain(LiveAction action, Stage stage, Duration askAfter) {
        boolean tooLong =
                action.sending().sentAt().plus(EngineRules.SETTLE_LIMIT).isBefore(now);
        return tooLong || Returning.isHourGone(action, now)
                ? returnUnsettled(
                        action, new Fault(FaultCode.TIMEOUT, "The vendor did not say what came of the return."))
                : action.at(stage, now).wakeAt(now.plus(askAfter));
    }

    private LiveAction returnUnsettled(LiveAction action, Fault fault) {
        return action.with(action.sending().failing(fault))
                .at(Stage.RETURN_UNSETTLED, now)
                .wakeAt(readableFrom(action, profile, now.plus(profile.settleTime())));
    }

    private Docket returnSeen(Docket docket, LiveAction action, Verdict shown) {
        return switch (shown) {
            case HOLDS -> Returning.held(docket, action, now);
            case DOES_NOT_HOLD -> Returning.failed(docket, action, lastFault(action), now);
            case CANNOT_TELL -> docket.with(Returning.later(action, Stage.RETURN_UNSETTLED, now));
        };
    }

    /** The last call of an action that is over came back: the connector takes note, and whoever waited may go on. */
    private Stepped released(Docket docket, LiveAction action, Outcome outcome) {
        Docket noted =
                switch (outcome) {
                    case Outcome.Accepted(var change, var appliedAfter) -> docket.after(change);
                    case Outcome.Submitted(var change, var askAfter) -> docket.after(change);
                    case Outcome.Unknown(var code, var message, var change) -> docket.after(change);
                    case Outcome.Rejected(var code, var message) -> docket;
                };
        Docket free = noted.with(action.done(now));
        return new Stepped(
                free.live().stream()
                        .filter(a -> a.stage() == Stage.READY)
                        .findFirst()
                        .map(ready -> free.with(ready.wakeAt(now)))
                        .orElse(free),
                List.of());
    }

    private static Fault lastFault(LiveAction action) {
        return action.sending().fault().orElse(new Fault(FaultCode.UNKNOWN_ERROR, "The vendor gave no usable answer."));
    }

    /** A window must be looked at no later than its end. */
    private static Instant orEnd(LiveAction action, Instant instant) {
        return action.order().end().filter(end -> end.isBefore(instant)).orElse(instant);
    }
}
