package energy.amps.server.schedule;

import energy.amps.device.Family;
import energy.amps.server.schedule.plan.Occurrence;
import energy.amps.server.schedule.plan.Plan;
import energy.amps.server.schedule.plan.PlanCheck;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A schedule as it is stored. Immutable: each step gives a new one.
 *
 * @param header what it is for ever
 * @param setting what it was last set to
 * @param course how far it has come
 */
record StoredSchedule(Header header, Setting setting, Course course) {
    /** Occurrences begin on whole milliseconds: the next possible one. */
    private static final long NEXT_MILLIS = 1;

    /**
     * What a schedule is for ever.
     *
     * @param id its id
     * @param device the device it is on
     * @param user whose device that is
     * @param family the device's family
     * @param createdAt when it was first set
     */
    record Header(ScheduleId id, DeviceKey device, UserId user, Family family, Instant createdAt) {}

    /**
     * What it was last set to.
     *
     * @param key in whose name
     * @param zone the zone that its wall clocks are read in
     * @param content recurrence and slots as sent
     * @param first its first local date
     * @param begins its first instant: pending before
     * @param revision how often it was set
     */
    record Setting(KeyId key, ZoneId zone, ScheduleRequest content, LocalDate first, Instant begins, int revision) {}

    /**
     * How far it has come.
     *
     * @param state active, completed or cancelled; pending is active, before its first instant
     * @param undecidedFrom what begins before has been decided
     * @param nextFireAt the next slot that will fire
     * @param updatedAt when it was last set, cancelled or completed
     */
    record Course(ScheduleState state, Instant undecidedFrom, Optional<Instant> nextFireAt, Instant updatedAt) {}

    ScheduleId id() {
        return header.id();
    }

    /** When it fires. */
    Plan plan() {
        return PlanCheck.again(setting.content(), setting.zone(), setting.first());
    }

    /** What tells one of its occurrences apart from all others: set again, it counts anew. */
    String nameOf(Occurrence occurrence) {
        return setting.revision() + "/" + occurrence.id();
    }

    /** Where it stands once everything that begins at {@code decided} or before has been decided. */
    StoredSchedule decided(Plan plan, Instant decided) {
        Instant from = decided.plusMillis(NEXT_MILLIS);
        Optional<Instant> next = plan.nextToFire(from).map(Occurrence::start);
        Course now = next.isPresent()
                ? new Course(course.state(), from, next, course.updatedAt())
                : new Course(ScheduleState.COMPLETED, from, next, decided);
        return new StoredSchedule(header, setting, now);
    }

    StoredSchedule cancelled(Instant now) {
        return new StoredSchedule(
                header, setting, new Course(ScheduleState.CANCELLED, course.undecidedFrom(), Optional.empty(), now));
    }

    /** As the API shows it at that instant. */
    Schedule view(Instant now) {
        boolean pending =
                course.state() == ScheduleState.ACTIVE && setting.begins().isAfter(now);
        return new Schedule(
                header.id(),
                header.device().device(),
                header.family(),
                header.user(),
                pending ? ScheduleState.PENDING : course.state(),
                setting.zone(),
                setting.content(),
                header.createdAt(),
                course.updatedAt(),
                course.nextFireAt());
    }
}
