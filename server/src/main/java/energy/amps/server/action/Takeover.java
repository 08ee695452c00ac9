package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.ReadOutcome;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Rehearsal.Basis;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.Optional;

/**
 * How an action gets the device: from nobody, or from a window that is on its way back (contract section 5, prior mode).
 *
 * <p>A window that gives the device away is over in the same transaction, and nothing is written back for it; the mode it
 * owed is inherited. Should the heir's own command be refused, it brings the device back itself: no closed window's mode is
 * left standing.
 */
final class Takeover {
    private Takeover() {}

    /**
     * Whether the device can be had now: nobody has it, or a window whose end has come and whose opening is not under way.
     */
    static boolean isPossible(Docket docket, Instant now) {
        return !docket.isCalling()
                && docket.holder()
                        .map(holder -> holder.order().hasEnded(now) && holder.stage() != Stage.SUBMITTED)
                        .orElse(true);
    }

    /**
     * Ends whatever returning window has the device, and gives {@code heir} its prior mode. An heir that had the device before,
     * and whose command could not be sent, keeps what it noted then.
     */
    static Docket by(LiveAction heir, Docket docket, Connector connector, Instant now) {
        Optional<LiveAction> leaving = docket.live().stream()
                .filter(a -> !a.id().equals(heir.id()))
                .filter(a -> a.stage().isReturning() || (isHolding(a) && !a.conflictsAt(now)))
                .findFirst();
        Optional<Instruction> inherited =
                leaving.filter(a -> !a.window().overridden()).flatMap(a -> owed(a));
        Docket without =
                superseded(leaving.map(a -> docket.with(give(a, heir, now))).orElse(docket), now);
        Window window = inherited
                .map(prior -> heir.window().from(prior, true))
                .orElseGet(
                        () -> heir.order().isWindow() && heir.window().prior().isEmpty()
                                ? heir.window().from(standing(docket, connector, now), false)
                                : heir.window());
        return without.with(heir.with(window));
    }

    /** What is over and was still looked after is not any more: the device is told something else. */
    static Docket superseded(Docket docket, Instant now) {
        Docket after = docket;
        for (LiveAction action : docket.live()) {
            if (action.stage() == Stage.STANDING) {
                after = after.with(action.unverified(now).resting());
            } else if (action.stage() == Stage.RENEWING) {
                after = after.with(action.unverified(now).in(Stage.RELEASING));
            }
        }
        return after;
    }

    private static boolean isHolding(LiveAction action) {
        return action.state() == ActionState.ACKNOWLEDGED && action.stage() != Stage.READY;
    }

    /** What the leaving window would have put back; it owes nothing when its opening never began. */
    private static Optional<Instruction> owed(LiveAction leaving) {
        return Optional.of(leaving.window().priorOrIdle());
    }

    private static LiveAction give(LiveAction holding, LiveAction heir, Instant now) {
        LiveAction leaving = holding.unverified(now);
        Stage stage = leaving.stage().isCalling() ? Stage.RELEASING : Stage.DONE;
        if (leaving.state().isTerminal()) {
            return stage == Stage.DONE ? leaving.done(now) : leaving.at(stage, now);
        }
        String by = "the device was handed to " + heir.id() + ".";
        return leaving.window().opened()
                ? leaving.over(
                        ActionState.COMPLETED,
                        stage,
                        "The window closed; nothing was written back, because " + by,
                        Optional.empty(),
                        now)
                : leaving.over(
                        ActionState.FAILED,
                        stage,
                        "Whether the window ever opened was not learnt; " + by,
                        Optional.of(new Fault(
                                FaultCode.OUTCOME_UNKNOWN,
                                "The command was sent and whether it held was not learnt before the window closed.")),
                        now);
    }

    /**
     * The whole standing instruction, which on a live device is what it was last seen under as long as nothing of ours stands
     * ({@link Overriding}); else the native mode where it can be read without a call, else idle.
     */
    private static Instruction standing(Docket docket, Connector connector, Instant now) {
        return known(docket, connector, now).instruction();
    }

    private static Prior known(Docket docket, Connector connector, Instant now) {
        return docket.device()
                .standing()
                .map(standing -> new Prior(standing, docket.device().isAsSeen() ? Basis.READ : Basis.STANDING))
                .or(() -> nativeMode(docket, connector, now).map(mode -> new Prior(mode, Basis.READ)))
                .orElseGet(() -> new Prior(Window.NONE.priorOrIdle(), Basis.NONE));
    }

    /**
     * A mode that a window would return to.
     *
     * @param instruction the mode, whole
     * @param basis how it is known
     */
    record Prior(Instruction instruction, Basis basis) {}

    /** Where a window would return to that is accepted now, with what has the device closed before it opens. */
    static Prior prior(Docket docket, Connector connector, Instant now) {
        return docket.live().stream()
                .filter(a ->
                        a.stage().isReturning() || (isHolding(a) && a.order().isWindow()))
                .filter(a -> !a.window().overridden())
                .findFirst()
                .map(a -> new Prior(a.window().priorOrIdle(), Basis.WINDOW))
                .orElseGet(() -> known(docket, connector, now));
    }

    private static Optional<Instruction> nativeMode(Docket docket, Connector connector, Instant now) {
        if (connector.profile().retrieval() == Retrieval.PROJECTION
                && connector.read(docket.device().linked(now)) instanceof ReadOutcome.Reading reading) {
            return reading.standing();
        }
        return Optional.empty();
    }
}
