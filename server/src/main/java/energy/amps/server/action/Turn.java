package energy.amps.server.action;

import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.fault.FaultCode;
import energy.amps.server.agenda.Due;
import energy.amps.server.agenda.Lease;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An instant has come for a device: what is missed is failed, what can begin begins, what must close closes, what is open to
 * question is asked. Pure, and decided afresh from the docket: a turn too many does nothing.
 */
final class Turn {
    private final Connector connector;
    private final EngineRules rules;
    private final Instant now;

    Turn(Connector connector, EngineRules rules, Instant now) {
        this.connector = connector;
        this.rules = rules;
        this.now = now;
    }

    /**
     * A due row that was just claimed.
     *
     * @param action whose
     * @param token the token that came with the claim
     * @param at the instant it was handed out for, the tenant's
     */
    record Claim(ActionId action, long token, Instant at) {
        static Claim of(Lease lease, Docket docket) {
            ActionId action = new ActionId(lease.key().ref());
            return new Claim(
                    action, lease.token(), docket.time().isTurned() ? instant(docket, action, lease) : lease.dueAt());
        }

        /** The tenant's instant stands in the row: what was handed out knows the platform's alone. */
        private static Instant instant(Docket docket, ActionId action, Lease lease) {
            return docket.find(action)
                    .flatMap(LiveAction::timer)
                    .flatMap(LiveAction.Timer::due)
                    .map(Due::at)
                    .orElse(lease.dueAt());
        }
    }

    /**
     * Takes the device's turn.
     *
     * @param claims the due rows that woke it; a call that is recorded as out under such a token has lost its caller
     */
    Stepped take(Docket docket, List<Claim> claims) {
        Docket settled = docket;
        for (Claim claim : claims) {
            settled = settled.find(claim.action())
                    .filter(action -> isOrphaned(action, claim))
                    .map(this::orphaned)
                    .map(settled::with)
                    .orElse(settled);
        }
        List<Effect> effects = new ArrayList<>();
        Docket missed = missLate(settled, effects);
        Stepped begun = begin(missed);
        effects.addAll(begun.effects());
        Docket after = begun.docket();
        for (LiveAction action : after.live()) {
            Stepped next = tend(after, action);
            after = next.docket();
            effects.addAll(next.effects());
        }
        return new Stepped(wakeAgain(after, claims), effects);
    }

    /**
     * The clock may have gone back since a row was handed out at its instant: then that instant is still to come, and
     * nobody else holds the row.
     */
    private Docket wakeAgain(Docket docket, List<Claim> claims) {
        Docket after = docket;
        for (Claim claim : claims) {
            after = after.find(claim.action())
                    .filter(action -> isTooEarly(action, claim))
                    .map(action -> action.wakeAt(claim.at()))
                    .map(after::with)
                    .orElse(after);
        }
        return after;
    }

    private boolean isTooEarly(LiveAction action, Claim claim) {
        return claim.at().isAfter(now)
                && action.token() == claim.token()
                && action.timer()
                        .filter(timer -> timer.moveTo().isEmpty())
                        .flatMap(LiveAction.Timer::due)
                        .filter(due -> due.at().equals(claim.at()))
                        .isPresent();
    }

    /** Its row was claimed from under it; a row that this very transaction has moved was not. */
    private static boolean isOrphaned(LiveAction action, Claim claim) {
        return action.stage().isCalling()
                && action.token() == claim.token()
                && action.timer().flatMap(LiveAction.Timer::moveTo).isEmpty();
    }

    /** The node that was sending is gone: nobody will tell what came of it. */
    private LiveAction orphaned(LiveAction action) {
        Fault fault = new Fault(FaultCode.TIMEOUT, "The platform stopped while the command was being sent.");
        return switch (action.stage()) {
            case SENDING ->
                action.with(action.sending().failing(fault))
                        .at(Stage.UNSETTLED, now)
                        .wakeAt(readableFrom(action));
            case RETURN_SENDING ->
                action.with(action.sending().failing(fault))
                        .at(Stage.RETURN_UNSETTLED, now)
                        .wakeAt(readableFrom(action));
            // What was to be said again is said again; that is what it is for.
            case OPEN_RENEWING -> action.in(Stage.OPEN).wakeAt(now);
            case RENEWING -> action.in(Stage.STANDING).wakeAt(now);
            default -> action.resting();
        };
    }

    private Docket missLate(Docket docket, List<Effect> effects) {
        Docket after = docket;
        List<LiveAction> late = docket.wantingToBegin(now)
                .filter(this::isTooLate)
                .filter(action -> !mustWaitToReturn(docket, action))
                .toList();
        for (LiveAction action : late) {
            Fault fault = new Fault(
                    FaultCode.MISSED_WINDOW,
                    (action.order().isWindow()
                                    ? "The window had closed before it could be opened."
                                    : "The action could not begin within " + rules.lateLimit() + " of its instant.")
                            + action.sending()
                                    .fault()
                                    .map(last -> " Last: " + last.code() + ".")
                                    .orElse(""));
            Stepped ended = Settlement.refuse(after, action, fault, now);
            after = ended.docket();
            effects.addAll(ended.effects());
        }
        return after;
    }

    /** What it owes must be sent, and a device has at most one call out: it ends when that call is back. */
    private static boolean mustWaitToReturn(Docket docket, LiveAction action) {
        return action.window().owesPrior() && docket.isCalling();
    }

    /** Contract section 5: a bare start fires up to five minutes late; a window that is still open starts late. */
    private boolean isTooLate(LiveAction action) {
        return isTooLate(action, rules, now);
    }

    /** The first instant at which an action that has not begun is too late. */
    static Instant tooLateFrom(LiveAction action, EngineRules rules) {
        return action.order()
                .end()
                .orElseGet(() -> action.beginsAt().plus(rules.lateLimit()).plusMillis(1));
    }

    static boolean isTooLate(LiveAction action, EngineRules rules, Instant now) {
        return action.order().isWindow()
                ? action.order().hasEnded(now)
                : action.beginsAt().plus(rules.lateLimit()).isBefore(now);
    }

    private Stepped begin(Docket docket) {
        Optional<LiveAction> next = docket.wantingToBegin(now).findFirst();
        if (next.isEmpty()) {
            return Stepped.unchanged(docket);
        }
        LiveAction action = next.get();
        if (!Takeover.isPossible(docket, now)) {
            return new Stepped(docket.with(action.wakeAt(now.plus(EngineRules.LANE_WAIT))), List.of());
        }
        return dispatch(docket, action, connector, now);
    }

    /** Takes the device for an action, and commits to sending its command for the first time. */
    static Stepped dispatch(Docket docket, LiveAction action, Connector connector, Instant now) {
        Docket taken = Takeover.by(action, docket, connector, now);
        LiveAction heir = taken.find(action.id()).orElseThrow();
        return send(taken, heir, now);
    }

    /** Commits to sending an action's command. */
    static Stepped send(Docket docket, LiveAction action, Instant now) {
        LiveAction sending = action.with(action.sending().next(now))
                .acknowledged(Stage.SENDING, now)
                .heldFrom(now);
        return new Stepped(docket.with(sending), List.of(new Effect.Send(action.id(), Attempt.Purpose.APPLY)));
    }

    private Stepped tend(Docket docket, LiveAction action) {
        if (!action.isDue(now)
                || action.timer().flatMap(LiveAction.Timer::moveTo).isPresent()) {
            return Stepped.unchanged(docket);
        }
        boolean ended = action.order().hasEnded(now) && action.state() == ActionState.ACKNOWLEDGED;
        return switch (action.stage()) {
            case OPEN -> ended ? Returning.begin(docket, action, now) : whileItStands(docket, action);
            case STANDING -> whileItStands(docket, action);
            case UNSETTLED ->
                ended
                        ? Returning.begin(docket, action, now)
                        : later(docket, action, new Effect.Look(action.id(), Attempt.Purpose.APPLY));
            case SUBMITTED, APPLYING -> later(docket, action, new Effect.Ask(action.id(), Attempt.Purpose.APPLY));
            case RETURN_SUBMITTED, RETURN_APPLYING ->
                later(docket, action, new Effect.Ask(action.id(), Attempt.Purpose.RETURN));
            case RETURN_UNSETTLED -> later(docket, action, new Effect.Look(action.id(), Attempt.Purpose.RETURN));
            case RETURN_WAITING -> Returning.send(docket, action, now);
            case WAITING, READY, SENDING, OPEN_RENEWING, RETURN_SENDING, RENEWING, RELEASING, DONE ->
                Stepped.unchanged(docket);
        };
    }

    /** What stands is told again and looked at, each in its time. */
    private Stepped whileItStands(Docket docket, LiveAction action) {
        Renewing renewing = new Renewing(connector, now);
        if (renewing.isDue(docket, action)) {
            return renewing.send(docket, action);
        }
        boolean isToBeSeen = action.work()
                .verification()
                .filter(Verification::isPending)
                .flatMap(Verification::countsFrom)
                .filter(from -> !from.isAfter(now))
                .isPresent();
        return isToBeSeen && !docket.device().facts().leaving()
                ? look(docket, action)
                : new Stepped(docket.with(renewing.goingOn(docket, action)), List.of());
    }

    /** Reads the device back, to verify what it was told. */
    private Stepped look(Docket docket, LiveAction action) {
        return later(docket, action, new Effect.Look(action.id(), Attempt.Purpose.APPLY));
    }

    /** Asks outside; should no answer come back to us, the question is due again. */
    private Stepped later(Docket docket, LiveAction action, Effect question) {
        ConnectorProfile profile = connector.profile();
        Instant again = now.plus(profile.callTimeout()).plus(Duration.ofSeconds(5));
        Instant latest = action.stage() == Stage.OPEN
                ? action.order().end().filter(end -> end.isBefore(again)).orElse(again)
                : again;
        return new Stepped(docket.with(action.wakeAt(latest)), List.of(question));
    }

    /** The dead node may have begun the call as late as its lease allowed, which was before now. */
    private Instant readableFrom(LiveAction action) {
        ConnectorProfile profile = connector.profile();
        return Settlement.readableFrom(
                action, profile, now.plus(profile.callTimeout()).plus(profile.settleTime()));
    }
}
