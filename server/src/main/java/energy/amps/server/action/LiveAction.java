package energy.amps.server.action;

import energy.amps.server.agenda.Due;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import java.time.Instant;
import java.util.Optional;

/**
 * An action as the engine holds it under its device's lock. Immutable: each step gives a new one.
 *
 * @param header what it is
 * @param order what was asked for
 * @param place where it stands
 * @param work what has been sent, and what must be put back
 * @param report what the integrator is told
 * @param timer its due row; empty when nothing is to come
 */
record LiveAction(Header header, Order order, Place place, Work work, Report report, Optional<Timer> timer) {

    /**
     * Where an action stands.
     *
     * @param state for the API
     * @param stage for the engine
     */
    record Place(ActionState state, Stage stage) {}

    /**
     * What the engine has done and owes.
     *
     * @param sending the current sending
     * @param window what must be put back
     * @param verification whether the device was seen to do what it was told
     * @param upkeep how it is kept under that, where it has to be told again
     */
    record Work(Sending sending, Window window, Optional<Verification> verification, Optional<Upkeep> upkeep) {
        static final Work NONE = new Work(Sending.NONE, Window.NONE, Optional.empty(), Optional.empty());

        Work with(Sending changed) {
            return new Work(changed, window, verification, upkeep);
        }

        Work with(Window changed) {
            return new Work(sending, changed, verification, upkeep);
        }

        Work with(Verification changed) {
            return new Work(sending, window, Optional.of(changed), upkeep);
        }

        Work with(Upkeep changed) {
            return new Work(sending, window, verification, Optional.of(changed));
        }
    }

    /**
     * The action's due row.
     *
     * @param due as it stood when the docket was read, or as written since
     * @param moveTo the instant it shall move to, when a step has moved it
     * @param hold whether this node shall keep it, because it has a call out
     */
    record Timer(Optional<Due> due, Optional<Instant> moveTo, boolean hold) {
        static Timer standing(Due due) {
            return new Timer(Optional.of(due), Optional.empty(), false);
        }
    }

    /** An action that nothing has been done about yet. */
    static LiveAction fresh(Header header, Order order) {
        return new LiveAction(
                header,
                order,
                new Place(ActionState.SCHEDULED, Stage.WAITING),
                Work.NONE,
                Report.fresh(header.createdAt()),
                Optional.empty());
    }

    ActionId id() {
        return header.id();
    }

    ActionState state() {
        return place.state();
    }

    Stage stage() {
        return place.stage();
    }

    Sending sending() {
        return work.sending();
    }

    Window window() {
        return work.window();
    }

    /** Whether it counts as a conflict for a push that comes now (contract section 6). */
    boolean conflictsAt(Instant now) {
        return switch (place.state()) {
            case SCHEDULED -> true;
            case ACKNOWLEDGED -> !order.hasEnded(now);
            case COMPLETED, FAILED, CANCELLED -> false;
        };
    }

    /** Whether its instant has come and it has not begun. */
    boolean wantsToBegin(Instant now) {
        return stage() == Stage.READY
                || (stage() == Stage.WAITING && !order.start().orElseThrow().isAfter(now));
    }

    /** Whether it has the device, or is the next to: one action of a device at most (contract section 6). */
    boolean holds() {
        return state() == ActionState.ACKNOWLEDGED;
    }

    /** When the device is to be back: the end of a window that has begun, until the device is back. */
    Optional<Instant> backAt() {
        return switch (stage()) {
            case WAITING, STANDING, RENEWING, RELEASING, DONE -> Optional.empty();
            default -> order.end();
        };
    }

    /** Whether its last call had no usable answer, and no reading has yet told what became of it. */
    boolean isUnsettled() {
        return stage() == Stage.UNSETTLED || stage() == Stage.RETURN_UNSETTLED;
    }

    /** Whether {@code other} stands to its device as this does, as far as its due row tells. */
    boolean standsLike(LiveAction other) {
        return holds() == other.holds()
                && span().equals(other.span())
                && backAt().equals(other.backAt())
                && isUnsettled() == other.isUnsettled();
    }

    /** From start to end, of a window that is not over; those of one device never overlap. */
    Optional<Span> span() {
        return state().isTerminal() ? Optional.empty() : order.end().map(end -> new Span(beginsAt(), end));
    }

    /**
     * A stretch of time.
     *
     * @param start its first instant
     * @param end the first instant after it
     */
    record Span(Instant start, Instant end) {}

    /** The instant it is to begin at: an immediate push counts as one for the instant of its acceptance. */
    Instant beginsAt() {
        return order.start().orElse(header.createdAt());
    }

    /** Whether its due row has come. */
    boolean isDue(Instant now) {
        return timer.flatMap(Timer::due).filter(due -> !due.at().isAfter(now)).isPresent();
    }

    LiveAction at(Stage stage, Instant now) {
        return new LiveAction(header, order, new Place(state(), stage), work, report.touched(now), timer);
    }

    LiveAction acknowledged(Stage stage, Instant now) {
        return new LiveAction(
                header, order, new Place(ActionState.ACKNOWLEDGED, stage), work, report.touched(now), timer);
    }

    LiveAction completed(String how, Instant now) {
        return over(ActionState.COMPLETED, Stage.DONE, how, Optional.empty(), now);
    }

    LiveAction failed(Fault fault, Instant now) {
        return over(ActionState.FAILED, Stage.DONE, fault.message(), Optional.of(fault), now);
    }

    LiveAction cancelled(String how, Instant now) {
        return over(ActionState.CANCELLED, Stage.DONE, how, Optional.empty(), now);
    }

    /** Terminal for the API; {@code stage} says what the engine still has to do with it. */
    LiveAction over(ActionState state, Stage stage, String how, Optional<Fault> why, Instant now) {
        Optional<Timer> left = stage == Stage.DONE ? Optional.empty() : timer;
        return new LiveAction(header, order, new Place(state, stage), work, report.ended(now, how, why), left);
    }

    /** Nothing more to do with it, which the integrator need not know. */
    LiveAction resting() {
        return new LiveAction(header, order, new Place(state(), Stage.DONE), work, report, Optional.empty());
    }

    /** Nothing more to do with it. */
    LiveAction done(Instant now) {
        return new LiveAction(
                header, order, new Place(state(), Stage.DONE), work, report.touched(now), Optional.empty());
    }

    LiveAction with(Sending sending) {
        return new LiveAction(header, order, place, work.with(sending), report, timer);
    }

    LiveAction with(Window window) {
        return new LiveAction(header, order, place, work.with(window), report, timer);
    }

    LiveAction with(Verification verification) {
        return new LiveAction(header, order, place, work.with(verification), report, timer);
    }

    LiveAction with(Upkeep upkeep) {
        return new LiveAction(header, order, place, work.with(upkeep), report, timer);
    }

    /** In another stage, of which the integrator need not know. */
    LiveAction in(Stage stage) {
        return new LiveAction(header, order, new Place(state(), stage), work, report, timer);
    }

    /** What no reading has verified by now is not verified any more: the device is about to do something else. */
    LiveAction unverified(Instant now) {
        return isToBeVerified() ? with(Verification.unverifiable(now)).at(stage(), now) : this;
    }

    /** Whether the device is still to be read back. */
    boolean isToBeVerified() {
        return work.verification().filter(Verification::isPending).isPresent();
    }

    LiveAction with(Order changed) {
        return new LiveAction(header, changed, place, work, report, timer);
    }

    /** The vendor took the write. */
    LiveAction taken(Instant now) {
        return new LiveAction(header, order, place, work.with(window().open()), report.taken(now), timer);
    }

    /** To be woken at that instant, by whichever node. */
    LiveAction wakeAt(Instant instant) {
        return with(new Timer(timer.flatMap(Timer::due), Optional.of(instant), false));
    }

    /** Kept by this node, which has a call out; should the node die, it is due at once for the others. */
    LiveAction heldFrom(Instant now) {
        return with(new Timer(timer.flatMap(Timer::due), Optional.of(now), true));
    }

    LiveAction with(Timer changed) {
        return new LiveAction(header, order, place, work, report, Optional.of(changed));
    }

    /** The token that came with its lease. */
    long token() {
        return timer.flatMap(Timer::due).map(Due::token).orElse(0L);
    }

    /** From the moment that the vendor has taken the write, the device is to be read back. */
    Optional<Verification> verification() {
        return work.verification()
                .or(() -> report.acknowledgedAt().isPresent() && state() == ActionState.ACKNOWLEDGED
                        ? Optional.of(Verification.AWAITED)
                        : Optional.empty());
    }

    /** As the API shows it. */
    Action view() {
        return new Action(
                header.id(),
                header.device().device(),
                header.family(),
                order.command(),
                order.parameters(),
                state(),
                report.message().map(m -> new Action.Result(state() == ActionState.COMPLETED, m)),
                report.error().map(Fault::code),
                report.error().map(Fault::message),
                header.createdAt(),
                report.updatedAt(),
                report.acknowledgedAt(),
                report.completedAt(),
                order.start(),
                order.end(),
                verification(),
                header.origin().map(Origin::schedule));
    }
}
