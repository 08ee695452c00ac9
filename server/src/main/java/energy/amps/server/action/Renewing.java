package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.Outcome;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a device under what it was told, and looks at it meanwhile, from the moment that an action's instruction stands until the
 * window ends, another action takes the device, or someone else does.
 *
 * <p>A device that drops an instruction says so through its connector ({@link Connector#renewal}), and thereby that the same may be
 * said any number of times: so a renewal that was lost is simply said again. It takes the device's lane like any other write, because
 * one that arrived behind the next command would undo that.
 */
final class Renewing {
    private static final Logger log = LoggerFactory.getLogger(Renewing.class);

    private final Connector connector;
    private final Instant now;

    Renewing(Connector connector, Instant now) {
        this.connector = connector;
        this.now = now;
    }

    /** What stands under an action: its command, or what its return put back. */
    static Instruction instruction(LiveAction action) {
        boolean open = action.stage() == Stage.OPEN || action.stage() == Stage.OPEN_RENEWING;
        boolean back = !open && (action.order().isWindow() || action.state() == ActionState.FAILED);
        return back ? action.window().priorOrIdle() : action.order().instruction();
    }

    /** An action under which an instruction has just come to stand; its renewals are counted on, so that none has the id of another. */
    LiveAction begun(Docket docket, LiveAction action, Instruction instruction) {
        return interval(docket, instruction).isEmpty()
                ? action
                : action.with(
                        action.work().upkeep().map(upkeep -> upkeep.said(now)).orElse(Upkeep.begin(now)));
    }

    /** Waits until there is next something to do about what stands; what has nothing more to come is done. */
    LiveAction goingOn(Docket docket, LiveAction action) {
        return goingOn(
                docket,
                action,
                action.isToBeVerified()
                        ? action.work().verification().flatMap(Verification::countsFrom)
                        : Optional.empty());
    }

    /** @param look when the device is to be looked at, if it is */
    LiveAction goingOn(Docket docket, LiveAction action, Optional<Instant> look) {
        if (action.stage() == Stage.STANDING && docket.device().facts().leaving()) {
            return action.unverified(now).resting();
        }
        return Stream.of(
                        action.stage() == Stage.OPEN ? action.order().end() : Optional.<Instant>empty(),
                        look,
                        renewalAt(docket, action))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(at -> action.wakeAt(at.isBefore(now) ? now : at))
                .orElseGet(action::resting);
    }

    private Optional<Instant> renewalAt(Docket docket, LiveAction action) {
        return upkeep(action)
                .flatMap(upkeep -> interval(docket, instruction(action)).map(every -> upkeep.dueAt(every, now)));
    }

    private static Optional<Upkeep> upkeep(LiveAction action) {
        return action.window().overridden() ? Optional.empty() : action.work().upkeep();
    }

    private Optional<Duration> interval(Docket docket, Instruction instruction) {
        try {
            return connector
                    .renewal(docket.device().linked(now), instruction)
                    .map(every -> every.compareTo(EngineRules.RENEWAL_LEAST) < 0 ? EngineRules.RENEWAL_LEAST : every);
        } catch (RuntimeException e) {
            log.error(
                    "the connector of {} threw in renewal; taken as none",
                    connector.profile().vendor(),
                    e);
            return Optional.empty();
        }
    }

    /** Whether the device is to be told again now: its row has come, and what went wrong before is given its time by the row. */
    boolean isDue(Docket docket, LiveAction action) {
        return upkeep(action)
                .flatMap(upkeep -> interval(docket, instruction(action))
                        .map(every -> upkeep.saidAt().plus(every)))
                .filter(due -> !due.isAfter(now))
                .isPresent();
    }

    /** Commits to telling the device again. */
    Stepped send(Docket docket, LiveAction action) {
        if (docket.isCalling()) {
            return new Stepped(docket.with(action.wakeAt(now.plus(EngineRules.LANE_WAIT))), List.of());
        }
        Stage stage = action.stage() == Stage.OPEN ? Stage.OPEN_RENEWING : Stage.RENEWING;
        Upkeep upkeep = action.work().upkeep().orElseThrow().next();
        return new Stepped(
                docket.with(action.with(upkeep).in(stage).heldFrom(now)),
                List.of(new Effect.Send(action.id(), Attempt.Purpose.RENEWAL)));
    }

    /** The vendor has answered: it counts as said when the vendor has it, whatever more it will say. */
    Docket heard(Docket docket, LiveAction action, Outcome outcome) {
        Upkeep upkeep = action.work().upkeep().orElseThrow();
        return switch (outcome) {
            case Outcome.Accepted(var change, var appliedAfter) ->
                back(docket.after(change), action.with(upkeep.said(now)));
            case Outcome.Submitted(var change, var askAfter) ->
                back(docket.after(change), action.with(upkeep.said(now)));
            case Outcome.Rejected(var code, var message) -> back(docket, action.with(upkeep.failing(code)));
            case Outcome.Unknown(var code, var message, var change) ->
                back(docket.after(change), action.with(upkeep.failing(code)));
        };
    }

    private Docket back(Docket docket, LiveAction action) {
        Stage stage = action.stage() == Stage.OPEN_RENEWING ? Stage.OPEN : Stage.STANDING;
        return docket.with(goingOn(docket, action.in(stage)));
    }

    /** What a device is told again counts as failed when the vendor said no, or nothing. */
    static boolean isFailure(Outcome outcome) {
        return outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Unknown;
    }
}
