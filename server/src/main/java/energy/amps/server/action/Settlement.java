package energy.amps.server.action;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Verification.State;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an answer from outside does to an action: the vendor's outcome, or a reading that settles what was unknown. Pure.
 *
 * <p>Contract section 5: a rejected command is never sent again, nor an accepted one. An unknown one is settled by reading;
 * a reading that shows it not applied lets it be sent once more if its instant still allows.
 */
final class Settlement {
    private final Connector connector;
    private final ConnectorProfile profile;
    private final Renewing renewing;
    private final EngineRules rules;
    private final Instant answeredAt;
    private final Instant now;

    /**
     * @param answeredAt when the answer came, which is before its step is taken
     * @param now the instant of the step
     */
    Settlement(Connector connector, EngineRules rules, Instant answeredAt, Instant now) {
        this.connector = connector;
        this.profile = connector.profile();
        this.renewing = new Renewing(connector, now);
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
            case OPEN_RENEWING, RENEWING -> renewed(docket, action, outcome);
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
            case OPEN_RENEWING, RENEWING ->
                renewed(docket, action, new Outcome.Rejected(fault.code(), fault.message()));
            case RELEASING -> released(docket, action, new Outcome.Rejected(fault.code(), fault.message()));
            default -> Stepped.unchanged(docket);
        };
    }

    /** The device was looked at. */
    Stepped seen(Docket docket, LiveAction action, ReadBack read) {
        return switch (action.stage()) {
            case UNSETTLED -> openingSeen(docket, action, read);
            case RETURN_UNSETTLED -> new Stepped(returnSeen(docket, action, read.since(countsFrom(action))), List.of());
            case OPEN, STANDING -> verified(docket, action, read);
            default -> Stepped.unchanged(docket);
        };
    }

    private Instant countsFrom(LiveAction action) {
        return readableFrom(action, profile, action.sending().sentAt());
    }

    /** What a reading says of a write that was applied; one that says nothing is followed by another, for a time. */
    private Stepped verified(Docket docket, LiveAction action, ReadBack read) {
        Optional<Verification> pending = action.work().verification().filter(Verification::isPending);
        if (pending.isEmpty()) {
            return Stepped.unchanged(docket);
        }
        Optional<Instant> again = Verifying.again(pending.get(), now);
        Optional<Verification> settled = pending.get()
                .countsFrom()
                .flatMap(from -> read.verification(from, now))
                .or(() -> again.isPresent() ? Optional.empty() : Optional.of(Verification.unverifiable(now)));
        LiveAction after = settled.map(action::with).orElse(action).at(action.stage(), now);
        Docket noted =
                settled.map(found -> confirmed(docket, action, read, found)).orElse(docket);
        return new Stepped(
                noted.with(renewing.goingOn(noted, after, settled.isPresent() ? Optional.empty() : again)), List.of());
    }

    /** The device was told again; a window that has ended meanwhile closes. */
    private Stepped renewed(Docket docket, LiveAction action, Outcome outcome) {
        Docket after = renewing.heard(docket, action, outcome);
        LiveAction told = after.find(action.id()).orElseThrow();
        return told.stage() == Stage.OPEN && told.order().hasEnded(now)
                ? Returning.begin(after, told, now)
                : new Stepped(after, List.of());
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

    /** The command holds, and the device is still to be read back, unless that can be done here. */
    private Stepped applied(Docket docket, LiveAction action) {
        return standing(
                docket.with(docket.device().standingUnder(action.order().instruction())),
                action,
                under -> Verifying.begin(under, action, connector, answeredAt, now));
    }

    /** A reading has shown that the command holds, before anybody said so. */
    private Stepped applied(Docket docket, LiveAction action, ReadBack read, Verification verification) {
        Docket under = docket.with(docket.device().standingUnder(action.order().instruction()));
        return standing(confirmed(under, action, read, verification), action, any -> verification);
    }

    /** The command stands: done, or open until the window's end. */
    private Stepped standing(Docket docket, LiveAction holding, Function<Docket, Verification> verified) {
        LiveAction verifying = holding.with(holding.window().overwritten()).with(verified.apply(docket));
        LiveAction action = renewing.begun(docket, verifying, verifying.order().instruction());
        if (!action.order().isWindow()) {
            LiveAction over = action.over(
                    ActionState.COMPLETED, Stage.STANDING, "The device took the command.", Optional.empty(), now);
            return new Stepped(docket.with(renewing.goingOn(docket, over)), List.of());
        }
        return action.order().hasEnded(now)
                ? Returning.begin(docket, action, now)
                : new Stepped(docket.with(renewing.goingOn(docket, action.at(Stage.OPEN, now))), List.of());
    }

    /**
     * What a reading confirms can be seen to be replaced later. Of a device that is computed nothing is noted: it shows what it was
     * told, and nobody else can tell it anything.
     */
    private Docket confirmed(Docket docket, LiveAction action, ReadBack read, Verification verification) {
        return verification.state() == State.CONFIRMED
                        && profile.retrieval() == Retrieval.LIVE
                        && read.read() instanceof ReadOutcome.Reading reading
                ? docket.with(docket.device().confirmedBy(action.id(), reading.observedAt()))
                : docket;
    }

    private Stepped openingSeen(Docket docket, LiveAction action, ReadBack read) {
        Instant from = countsFrom(action);
        return switch (read.since(from)) {
            case HOLDS ->
                applied(
                        docket,
                        action.taken(answeredAt),
                        read,
                        read.verification(from, now).orElseThrow());
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
                        : held(noted, action);
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

    /** The device is back, and free: what it is seen to do once this has settled is what somebody else has chosen. */
    private Docket held(Docket docket, LiveAction action) {
        Docket back = Returning.held(docket, action, renewing, now);
        return profile.retrieval() == Retrieval.LIVE
                ? back.with(back.device().showing(back.device().standing(), now.plus(profile.settleTime())))
                : back;
    }

    private Docket returnSeen(Docket docket, LiveAction action, Verdict shown) {
        return switch (shown) {
            case HOLDS -> held(docket, action);
            case DOES_NOT_HOLD -> Returning.failed(docket, action, lastFault(action), now);
            case CANNOT_TELL -> docket.with(Returning.later(action, Stage.RETURN_UNSETTLED, now));
        };
    }

    /** The last call of an action that was over came back: the connector takes note, and whoever waited may go on. */
    private Stepped released(Docket docket, LiveAction action, Outcome outcome) {
        Docket noted =
                switch (outcome) {
                    case Outcome.Accepted(var change, var appliedAfter) -> docket.after(change);
                    case Outcome.Submitted(var change, var askAfter) -> docket.after(change);
                    case Outcome.Unknown(var code, var message, var change) -> docket.after(change);
                    case Outcome.Rejected(var code, var message) -> docket;
                };
        Docket free = noted.with(action.resting());
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
