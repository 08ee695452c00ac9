package energy.amps.server.schedule;

import energy.amps.server.action.Fire;
import energy.amps.server.action.LockedDevice;
import energy.amps.server.action.Origin;
import energy.amps.server.action.SlotFate;
import energy.amps.server.schedule.ScheduleRows.Moved;
import energy.amps.server.schedule.plan.Occurrence;
import energy.amps.server.schedule.plan.Plan;
import energy.amps.server.schedule.plan.PlanCheck;
import energy.amps.server.store.ScheduleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A schedule's turn on its device: everything that has come due is decided, in order, and the mark moves behind it.
 */
final class SlotTurn {
    /**
     * Most occurrences of one turn; what shares an instant with the last of them is decided with it. After a long pause one turn
     * follows the other.
     */
    static final int MOST_AT_ONCE = 32;

    private SlotTurn() {}

    /**
     * What a turn came to.
     *
     * @param moved where the schedule stands now
     * @param notes its events
     * @param fired how many slots became actions
     */
    record Turned(Moved moved, List<Note> notes, int fired) {}

    static Turned take(StoredSchedule schedule, LockedDevice device, int most) {
        Plan plan = schedule.plan();
        Instant now = device.now();
        List<Occurrence> due = due(plan, schedule.course().undecidedFrom(), now, most);
        if (due.isEmpty()) {
            return new Turned(new Moved(schedule, next(plan, schedule), device.time()), List.of(), 0);
        }
        StoredSchedule after = schedule.decided(plan, due.getLast().start());
        List<Note> notes = new ArrayList<>();
        int fired = 0;
        for (Occurrence occurrence : due) {
            if (occurrence.isEmpty()) {
                notes.add(Note.swallowed(after, occurrence, now));
                continue;
            }
            switch (device.fire(fire(schedule, occurrence))) {
                case SlotFate.Fired action -> fired++;
                case SlotFate.Skipped skipped -> notes.add(Note.skipped(after, occurrence, skipped, now));
                case SlotFate.Failed failed -> notes.add(Note.failed(after, occurrence, failed, now));
            }
        }
        return new Turned(new Moved(after, next(plan, after), device.time()), notes, fired);
    }

    private static List<Occurrence> due(Plan plan, Instant from, Instant now, int most) {
        List<Occurrence> due = new ArrayList<>();
        Iterator<Occurrence> all = plan.from(from);
        while (all.hasNext()) {
            Occurrence next = all.next();
            boolean isFull =
                    due.size() >= most && next.start().isAfter(due.getLast().start());
            if (next.start().isAfter(now) || isFull) {
                break;
            }
            due.add(next);
        }
        return due;
    }

    private static Fire fire(StoredSchedule schedule, Occurrence occurrence) {
        return new Fire(
                new Origin(schedule.id(), schedule.nameOf(occurrence)),
                schedule.setting().key(),
                PlanCheck.template(schedule.setting().content().slots().get(occurrence.slot())),
                occurrence.start(),
                occurrence.end());
    }

    /** Where its due row stands: at the first occurrence that has not been decided, one that a gap swallows included. */
    static Optional<Instant> next(Plan plan, StoredSchedule schedule) {
        return schedule.course().state() == ScheduleState.ACTIVE
                ? plan.next(schedule.course().undecidedFrom()).map(Occurrence::start)
                : Optional.empty();
    }
}
