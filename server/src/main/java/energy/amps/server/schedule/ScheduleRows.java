package energy.amps.server.schedule;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Row;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of the table {@code schedule}, and of the due rows that stand at what it has to decide next. */
final class ScheduleRows {
    /** The kind of a schedule's due row. */
    static final String KIND = "schedule";

    static final Listing.Source SOURCE = new Listing.Source("""
            s.customer_id, s.environment, s.id, s.device_id, s.user_id, s.key_id, s.family, s.timezone,
            s.definition::text as definition, s.first_date::text as first_date, s.revision, s.state, s.begins_at,
            s.undecided_from, s.next_fire_at, s.created_at, s.updated_at
            """, "schedule s", "");

    /** Key by key: no plan that was made for an empty table may walk a full one (docs/decisions/0009). */
    private static final String ACTIVE = "select x.* from unnest(?::text[], ?::text[]) as k(customer_id, device_id)"
            + " cross join lateral (" + SOURCE.select()
            + " where s.customer_id = k.customer_id and s.device_id = k.device_id and s.state = 'active' offset 0) x";

    private static final String MICROS = "timestamptz 'epoch' + %s * interval '1 microsecond'";

    private static final String MOVE = """
            update schedule s set state = t.state, undecided_from = %s, next_fire_at = %s, updated_at = %s
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                as t(customer_id, id, state, undecided_from, next_fire_at, updated_at)
            where s.customer_id = t.customer_id and s.id = t.id;
            update due d set due_at = %s, tenant_at = %s, lease_owner = null, lease_token = d.lease_token + 1
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[]) as t(customer_id, id, due_at, tenant_at)
            where d.customer_id = t.customer_id and d.kind = 'schedule' and d.ref = t.id
              and (t.due_at is not null or t.tenant_at is not null);
            delete from due d
            using unnest(?::text[], ?::text[], ?::boolean[]) as t(customer_id, id, goes)
            where d.customer_id = t.customer_id and d.kind = 'schedule' and d.ref = t.id and t.goes
            """.formatted(
                    MICROS.formatted("t.undecided_from"),
                    MICROS.formatted("t.next_fire_at"),
                    MICROS.formatted("t.updated_at"),
                    MICROS.formatted("t.due_at"),
                    MICROS.formatted("t.tenant_at"));

    private ScheduleRows() {}

    /** The schedules of devices that are pending or active; the devices are locked. */
    static Map<DeviceKey, StoredSchedule> active(Tx tx, Collection<DeviceKey> devices) {
        Map<DeviceKey, StoredSchedule> active = new LinkedHashMap<>();
        tx.list(
                        ScheduleRows::read,
                        ACTIVE,
                        texts(devices, key -> key.tenant().customer().value()),
                        texts(devices, key -> key.device().value()))
                .forEach(schedule -> active.put(schedule.header().device(), schedule));
        return active;
    }

    /**
     * Writes a schedule that was set, for the first time or again, and where its due row stands.
     *
     * @param time how the tenant's time follows from the platform's
     */
    static void set(Tx tx, StoredSchedule schedule, Instant dueAt, TenantTime time) {
        StoredSchedule.Header header = schedule.header();
        StoredSchedule.Setting setting = schedule.setting();
        StoredSchedule.Course course = schedule.course();
        String customer = header.device().tenant().customer().value();
        String environment = header.device().tenant().environment().wire();
        String device = header.device().device().value();
        tx.update(
                """
                insert into schedule (customer_id, environment, id, device_id, user_id, key_id, family, timezone, definition,
                    first_date, revision, state, begins_at, undecided_from, next_fire_at, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (customer_id, id) do update set key_id = excluded.key_id, timezone = excluded.timezone,
                    definition = excluded.definition, first_date = excluded.first_date, revision = excluded.revision,
                    begins_at = excluded.begins_at, undecided_from = excluded.undecided_from,
                    next_fire_at = excluded.next_fire_at, updated_at = excluded.updated_at;
                insert into due (customer_id, environment, kind, ref, device_id, due_at, tenant_at, lease_owner, lease_token)
                values (?, ?, 'schedule', ?, ?, ?, ?, null, 0)
                on conflict (customer_id, kind, ref) do update set due_at = excluded.due_at, tenant_at = excluded.tenant_at,
                    lease_owner = null, lease_token = due.lease_token + 1
                """,
                customer,
                environment,
                schedule.id().value(),
                device,
                header.user().value(),
                setting.key().value(),
                header.family().wire(),
                setting.zone().getId(),
                ScheduleJson.definition(setting.content()),
                setting.first(),
                setting.revision(),
                course.state().wire(),
                setting.begins(),
                course.undecidedFrom(),
                course.nextFireAt(),
                header.createdAt(),
                course.updatedAt(),
                customer,
                environment,
                schedule.id().value(),
                device,
                time.platformAt(dueAt),
                turned(time, Optional.of(dueAt)));
    }

    /**
     * A schedule that has come further.
     *
     * @param schedule as it stands now
     * @param dueAt the first occurrence that has not been decided; empty when there is none
     * @param time how the tenant's time follows from the platform's
     */
    record Moved(StoredSchedule schedule, Optional<Instant> dueAt, TenantTime time) {}

    /** What a due row says of the tenant's instant: nothing where that is the platform's. */
    private static Optional<Instant> turned(TenantTime time, Optional<Instant> at) {
        return time.isTurned() ? at : Optional.empty();
    }

    /** Writes how far schedules have come, and frees their due rows for whoever claims them next. */
    static void move(Tx tx, List<Moved> moved) {
        if (moved.isEmpty()) {
            return;
        }
        String[] customers = texts(
                moved, m -> m.schedule().header().device().tenant().customer().value());
        String[] ids = texts(moved, m -> m.schedule().id().value());
        tx.update(
                MOVE,
                customers,
                ids,
                texts(moved, m -> m.schedule().course().state().wire()),
                micros(moved, m -> Optional.of(m.schedule().course().undecidedFrom())),
                micros(moved, m -> m.schedule().course().nextFireAt()),
                micros(moved, m -> Optional.of(m.schedule().course().updatedAt())),
                customers,
                ids,
                micros(moved, m -> m.dueAt().flatMap(m.time()::platformAt)),
                micros(moved, m -> turned(m.time(), m.dueAt())),
                customers,
                ids,
                moved.stream().map(m -> m.dueAt().isEmpty()).toArray(Boolean[]::new));
    }

    /** Removes the due rows of devices whose schedules are over or gone. */
    static void forgetOrphans(Tx tx, Collection<DeviceKey> devices) {
        tx.update("""
                delete from due d using unnest(?::text[], ?::text[]) as t(customer_id, device_id)
                where d.customer_id = t.customer_id and d.device_id = t.device_id and d.kind = 'schedule'
                  and not exists (select from schedule s
                                  where s.customer_id = d.customer_id and s.id = d.ref and s.state = 'active')
                """, texts(devices, key -> key.tenant().customer().value()), texts(devices, key -> key.device()
                .value()));
    }

    /** Removes due rows whose schedules are gone. */
    static void forget(Tx tx, Tenant tenant, String schedule) {
        tx.update(
                "delete from due where customer_id = ? and kind = 'schedule' and ref = ?",
                tenant.customer().value(),
                schedule);
    }

    private static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static <T> @Nullable Long[] micros(Collection<T> rows, Function<T, Optional<Instant>> value) {
        return rows.stream()
                .map(row -> value.apply(row)
                        .map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at))
                        .orElse(null))
                .toArray(Long[]::new);
    }

    static StoredSchedule read(Row row) {
        Tenant tenant = new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
        ScheduleRequest content = ScheduleJson.definition(row.text("definition"));
        return new StoredSchedule(
                new StoredSchedule.Header(
                        new ScheduleId(row.text("id")),
                        new DeviceKey(tenant, new DeviceId(row.text("device_id"))),
                        new UserId(row.text("user_id")),
                        Family.of(row.text("family")).orElseThrow(),
                        row.instant("created_at")),
                new StoredSchedule.Setting(
                        new KeyId(row.text("key_id")),
                        ZoneId.of(row.text("timezone")),
                        content,
                        LocalDate.parse(row.text("first_date")),
                        row.instant("begins_at"),
                        row.count("revision")),
                new StoredSchedule.Course(
                        ScheduleState.of(row.text("state")).orElseThrow(),
                        row.instant("undecided_from"),
                        row.maybeInstant("next_fire_at"),
                        row.instant("updated_at")));
    }
}
