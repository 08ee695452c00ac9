package energy.amps.server.schedule;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.action.Fires;
import energy.amps.server.action.LockedDevice;
import energy.amps.server.action.Which;
import energy.amps.server.device.Devices;
import energy.amps.server.schedule.ScheduleRows.Moved;
import energy.amps.server.schedule.SlotTurn.Turned;
import energy.amps.server.schedule.plan.PlanCheck;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A customer's schedules (contract section 8). Thread-safe. */
public final class Schedules {
    /** Most occurrences that a change of a schedule decides on its way, should the engine have fallen behind. */
    static final int MOST_LEFT_BEHIND = 200;

    /** Devices that one query finds. */
    static final int PAGE = 256;

    private final Database database;
    private final Fires fires;
    private final Users users;
    private final TenantClock clock;
    private final Ids ids;

    /**
     * @param fires the way to a device under its lock
     * @param ids makes the ids of schedules and events
     */
    public Schedules(Database database, Fires fires, Users users, TenantClock clock, Ids ids) {
        this.database = database;
        this.fires = fires;
        this.users = users;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Sets a device's schedule, or sets it anew: then it keeps its id. What has come due under the old setting is decided first;
     * an open slot goes on to its end.
     */
    public Checked<Schedule> set(
            Caller caller, Family family, DeviceId device, ScheduleRequest request, Keep<Schedule> keep) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        return fires.onDevice(key, (tx, devices) -> {
            Checked<LockedDevice> found = visible(caller, family, key, devices);
            if (!(found instanceof Checked.Passed<LockedDevice>(LockedDevice locked))) {
                return refused(found);
            }
            PlanCheck.Device facts = new PlanCheck.Device(
                    family, locked.capabilities(), locked.device().facts().plantZone());
            return switch (PlanCheck.check(request, facts, locked.now()).then(locked::still)) {
                case Checked.Refused<PlanCheck.Passed>(Refusal refusal) -> refused(new Checked.Refused<>(refusal));
                case Checked.Passed<PlanCheck.Passed>(PlanCheck.Passed passed) -> {
                    Optional<StoredSchedule> before = Optional.ofNullable(
                            ScheduleRows.active(tx, List.of(key)).get(key));
                    Optional<Turned> leftBehind =
                            before.map(schedule -> SlotTurn.take(schedule, locked, MOST_LEFT_BEHIND));
                    yield written(
                            changed(caller, locked, request, passed, before),
                            leftBehind,
                            before.isPresent(),
                            locked,
                            keep);
                }
            };
        });
    }

    private StoredSchedule changed(
            Caller caller,
            LockedDevice device,
            ScheduleRequest request,
            PlanCheck.Passed passed,
            Optional<StoredSchedule> before) {
        Instant now = device.now();
        // What begins at this very millisecond has been decided under the old setting.
        Instant from = before.isPresent() ? now.plusMillis(1) : now;
        return new StoredSchedule(
                before.map(StoredSchedule::header)
                        .orElseGet(() -> new StoredSchedule.Header(
                                new ScheduleId(ids.next(ScheduleId.PREFIX)),
                                device.device().key(),
                                device.device().facts().user(),
                                device.device().facts().family(),
                                now)),
                new StoredSchedule.Setting(
                        caller.key(),
                        passed.plan().zone(),
                        request,
                        passed.first(),
                        passed.plan().begins(),
                        before.map(schedule -> schedule.setting().revision() + 1)
                                .orElse(1)),
                new StoredSchedule.Course(
                        ScheduleState.ACTIVE,
                        from,
                        passed.plan().nextToFire(from).map(next -> next.start()),
                        now));
    }

    private Fires.Step<Checked<Schedule>> written(
            StoredSchedule schedule,
            Optional<Turned> leftBehind,
            boolean again,
            LockedDevice device,
            Keep<Schedule> keep) {
        Instant now = device.now();
        Schedule view = schedule.view(now);
        List<Note> notes = new ArrayList<>(leftBehind.map(Turned::notes).orElse(List.of()));
        notes.add(again ? Note.updated(schedule, now) : Note.created(schedule, now));
        return new Fires.Step<>(new Checked.Passed<>(view), tx -> {
            ScheduleRows.set(
                    tx, schedule, SlotTurn.next(schedule.plan(), schedule).orElse(now), device.time());
            Notes.write(tx, notes, ids);
            keep.keep(tx, view);
        });
    }

    /** Cancels a device's schedule: nothing of it fires any more, and an open slot goes on to its end. */
    public Checked<Schedule> cancel(Caller caller, Family family, DeviceId device, Keep<Schedule> keep) {
        DeviceKey key = new DeviceKey(caller.tenant(), device);
        return fires.onDevice(key, (tx, devices) -> {
            Checked<Cancelled> found = visible(caller, family, key, devices).then(locked -> Optional.ofNullable(
                            ScheduleRows.active(tx, List.of(key)).get(key))
                    .<Checked<StoredSchedule>>map(Checked.Passed::new)
                    .orElseGet(Schedules::none)
                    .then(locked::still)
                    .then(schedule -> new Checked.Passed<>(cancelled(schedule, locked))));
            if (!(found instanceof Checked.Passed<Cancelled>(Cancelled cancelled))) {
                return refused(found);
            }
            return new Fires.Step<>(new Checked.Passed<>(cancelled.view()), last -> {
                cancelled.write().accept(last);
                keep.keep(last, cancelled.view());
            });
        });
    }

    /**
     * Cancels schedules, whoever set them: a key's, a user's, a device's or all of a tenant's. Device by device, each under its own
     * lock; may be done again.
     */
    public void cancelAll(Tenant tenant, Which which) {
        List<DeviceId> page = page(tenant, which, "");
        while (!page.isEmpty()) {
            page.forEach(device -> cancel(new DeviceKey(tenant, device), which));
            page = page(tenant, which, page.getLast().value());
        }
    }

    /** The next devices that have one, behind that id. */
    private List<DeviceId> page(Tenant tenant, Which which, String after) {
        String narrow =
                switch (which) {
                    case Which.Everything() -> "? = ''";
                    case Which.AcceptedBy(KeyId key) -> "s.key_id = ?";
                    case Which.OfUser(UserId user) -> "s.user_id = ?";
                    case Which.OfDevice(DeviceId device) -> "s.device_id = ?";
                };
        String whose =
                switch (which) {
                    case Which.Everything() -> "";
                    case Which.AcceptedBy(KeyId key) -> key.value();
                    case Which.OfUser(UserId user) -> user.value();
                    case Which.OfDevice(DeviceId device) -> device.value();
                };
        return database.list(
                tenant,
                row -> new DeviceId(row.text("device_id")),
                "select s.device_id from schedule s where s.customer_id = ? and s.environment = ? and s.state = 'active'"
                        + " and s.device_id > ? and " + narrow + " order by s.device_id limit ?",
                tenant.customer().value(),
                tenant.environment().wire(),
                after,
                whose,
                PAGE);
    }

    private void cancel(DeviceKey device, Which which) {
        fires.onDevice(device, (tx, devices) -> {
            Optional<Cancelled> cancelled = Optional.ofNullable(devices.get(device))
                    .flatMap(locked -> Optional.ofNullable(
                                    ScheduleRows.active(tx, List.of(device)).get(device))
                            .filter(found -> which.includes(found.setting().key()))
                            .map(schedule -> cancelled(schedule, locked)));
            return new Fires.Step<>(
                    cancelled.isPresent(), cancelled.map(Cancelled::write).orElse(last -> {}));
        });
    }

    /**
     * A schedule that is being cancelled.
     *
     * @param view as it stands then
     * @param write writes that, its due row and its event
     */
    private record Cancelled(Schedule view, Consumer<Tx> write) {}

    private Cancelled cancelled(StoredSchedule schedule, LockedDevice device) {
        Instant now = device.now();
        StoredSchedule cancelled = schedule.cancelled(now);
        return new Cancelled(cancelled.view(now), tx -> {
            ScheduleRows.move(tx, List.of(new Moved(cancelled, Optional.empty(), device.time())));
            Notes.write(tx, List.of(Note.cancelled(cancelled, now)), ids);
        });
    }

    private static Checked<LockedDevice> visible(
            Caller caller, Family family, DeviceKey key, Map<DeviceKey, LockedDevice> devices) {
        return Optional.ofNullable(devices.get(key))
                .filter(device -> device.device().facts().family() == family)
                .filter(device -> !device.device().facts().leaving())
                .filter(device ->
                        Devices.isVisible(caller, device.device().facts().user()))
                .<Checked<LockedDevice>>map(Checked.Passed::new)
                .orElseGet(Devices::notFound);
    }

    private static Fires.Step<Checked<Schedule>> refused(Checked<?> why) {
        Refusal refusal = ((Checked.Refused<?>) why).refusal();
        return new Fires.Step<>(new Checked.Refused<>(refusal), tx -> {});
    }

    private static <T> Checked<T> none() {
        return new Checked.Refused<>(
                Refusal.of(ErrorCode.NOT_FOUND, "This device has no schedule that is pending or active."));
    }

    /** The schedule of a device that is pending or active. */
    public Checked<Schedule> read(Caller caller, Family family, DeviceId device) {
        Tenant tenant = caller.tenant();
        record Found(UserId user, Optional<StoredSchedule> schedule) {}
        var both = database.both(
                tenant,
                row -> new UserId(row.text("user_id")),
                ScheduleRows::read,
                "select user_id from device where customer_id = ? and environment = ? and id = ? and family = ?"
                        + " and leaving_at is null;\n"
                        + ScheduleRows.SOURCE.select()
                        + " where s.customer_id = ? and s.environment = ? and s.device_id = ? and s.state = 'active'",
                tenant.customer().value(),
                tenant.environment().wire(),
                device.value(),
                family.wire(),
                tenant.customer().value(),
                tenant.environment().wire(),
                device.value());
        return both.first().stream()
                .filter(user -> Devices.isVisible(caller, user))
                .findFirst()
                .<Checked<Found>>map(user -> new Checked.Passed<>(
                        new Found(user, both.second().stream().findFirst())))
                .orElseGet(Devices::notFound)
                .then(found -> found.schedule()
                        .<Checked<Schedule>>map(schedule -> new Checked.Passed<>(schedule.view(clock.now(tenant))))
                        .orElseGet(Schedules::none));
    }

    /** A page of schedules, newest first. */
    public Slice<Schedule> list(Caller caller, ScheduleFilter filter, Page page) {
        Caller.Scope whose = users.filter(caller, filter.user());
        if (whose instanceof Caller.Scope.Nobody) {
            return Slice.empty(page);
        }
        Tenant tenant = caller.tenant();
        Instant now = clock.now(tenant);
        StringBuilder where = new StringBuilder("s.customer_id = ? and s.environment = ?");
        List<@Nullable Object> args = new ArrayList<>(
                List.of(tenant.customer().value(), tenant.environment().wire()));
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            where.append(" and s.user_id = ?");
            args.add(one.value());
        }
        filter.device().ifPresent(device -> {
            where.append(" and s.device_id = ?");
            args.add(device.value());
        });
        filter.state().ifPresent(state -> {
            switch (state) {
                case PENDING -> where.append(" and s.state = 'active' and s.begins_at > ?");
                case ACTIVE -> where.append(" and s.state = 'active' and s.begins_at <= ?");
                case COMPLETED, CANCELLED -> where.append(" and s.state = ?");
            }
            args.add(state == ScheduleState.PENDING || state == ScheduleState.ACTIVE ? now : state.wire());
        });
        return new Listing(ScheduleRows.SOURCE, where.toString(), args, "s.id", true)
                .page(database, tenant, page, row -> ScheduleRows.read(row).view(now), schedule -> schedule.id()
                        .value());
    }

    /** One schedule, whatever became of it. */
    public Checked<Schedule> read(Caller caller, ScheduleId id) {
        return find(caller, id).then(schedule -> new Checked.Passed<>(schedule.view(clock.now(caller.tenant()))));
    }

    /**
     * What a schedule comes to as it is set now.
     *
     * @param from the first instant; now, when empty
     * @param until the last; a week after the first, when empty
     */
    public Checked<Preview> occurrences(Caller caller, ScheduleId id, Optional<Instant> from, Optional<Instant> until) {
        return find(caller, id).then(schedule -> Previews.of(schedule, from, until, clock.now(caller.tenant())));
    }

    private Checked<StoredSchedule> find(Caller caller, ScheduleId id) {
        return database
                .list(
                        caller.tenant(),
                        ScheduleRows::read,
                        ScheduleRows.SOURCE.select() + " where s.customer_id = ? and s.environment = ? and s.id = ?",
                        caller.tenant().customer().value(),
                        caller.tenant().environment().wire(),
                        id.value())
                .stream()
                .filter(schedule -> Devices.isVisible(caller, schedule.header().user()))
                .findFirst()
                .<Checked<StoredSchedule>>map(Checked.Passed::new)
                .orElseGet(() ->
                        new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "Schedule not found or access denied")));
    }
}
