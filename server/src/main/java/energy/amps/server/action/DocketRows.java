package energy.amps.server.action;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.agenda.Due;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.device.NeighbourRows;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Row;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.TenantTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads dockets: locks devices, and then, in the same round trip, reads all that decides about them. */
final class DocketRows {
    /** The action's own columns and its due row's, for {@link #action}. */
    static final String COLUMNS = """
            a.customer_id, a.environment, a.id, a.device_id, a.user_id, a.key_id, a.family, a.command,
            a.parameters::text as parameters, a.state, a.stage, a.start_at, a.end_at, a.created_at, a.updated_at,
            a.acknowledged_at, a.completed_at, a.message, a.error_code, a.error_message, a.clear_scheduler,
            a.controls::text as controls, a.attempt, a.attempt_at, a.fault_code, a.fault_message, a.opened,
            a.prior_command, a.prior_parameters::text as prior_parameters, a.owes_prior, a.returning_since, a.overridden, a.said_at, a.renewals, a.renewal_fault,
            a.verification::text as verification, a.schedule_id, a.occurrence
            """;

    /**
     * Locking is a statement of its own: one that waits for a lock keeps the snapshot of before. Each part looks its rows up
     * key by key, in the order of the keys: no plan that was made for an empty table may walk a full one. What is unfinished
     * on a device is found by its due rows: each unfinished action has one, and no other action has.
     */
    private static final String LOCK_AND_READ =
            """
            select l.id from unnest(?::text[], ?::text[]) as k(customer_id, id)
            cross join lateral (
                select d.id from device d where d.customer_id = k.customer_id and d.id = k.id for update) l;
            select x.* from unnest(?::text[], ?::text[]) as k(customer_id, id)
            cross join lateral (
                select d.customer_id, d.environment, d.id, d.user_id, d.family, d.vendor, d.model, d.plant_zone, d.sequence,
                       d.leaving_at is not null as leaving,
                       d.standing_command, d.standing_parameters::text as standing_parameters, d.confirmed_by, d.confirmed_at, s.version, s.content,
            """ + NeighbourRows.COLUMNS + """
                 from device d
                join connector_state s on s.customer_id = d.customer_id and s.device_id = d.id
            """ + NeighbourRows.JOIN + """
                where d.customer_id = k.customer_id and d.id = k.id offset 0) x;
            select x.* from unnest(?::text[], ?::text[]) as k(customer_id, id)
            cross join lateral (
                select
            """ + COLUMNS + """
                    , coalesce(u.tenant_at, u.due_at) as due_at, u.lease_owner, u.lease_token
                    from due u
                    join action a on a.customer_id = u.customer_id and a.id = u.ref
                    where u.customer_id = k.customer_id and u.device_id = k.id and u.kind = 'action' offset 0) x
                    order by x.id
                    """;

    /** The same without the lock: what is decided on it may be out of date at once. */
    private static final String READ = LOCK_AND_READ.replace(" for update", "");

    private DocketRows() {}

    /** Holds the time of tenants until the transaction is over. */
    @FunctionalInterface
    interface Times {
        Map<Tenant, TenantTime> held(Tx tx, Collection<Tenant> tenants);
    }

    /**
     * Locks the devices, in the one order, then holds their tenants' time, and reads their dockets; a device that does not
     * exist has none.
     */
    static Map<DeviceKey, Docket> lock(Tx tx, Collection<DeviceKey> keys, Times times) {
        return read(tx, keys, LOCK_AND_READ, times);
    }

    /** A docket as it is now, of a device that is not locked: for telling, never for writing; null where there is none. */
    static @Nullable Docket look(Tx tx, DeviceKey key, Times times) {
        return read(tx, List.of(key), READ, times).get(key);
    }

    private static Map<DeviceKey, Docket> read(Tx tx, Collection<DeviceKey> keys, String sql, Times times) {
        List<DeviceKey> ordered =
                keys.stream().distinct().sorted(DeviceKey.LOCK_ORDER).toList();
        String[] customers =
                ordered.stream().map(k -> k.tenant().customer().value()).toArray(String[]::new);
        String[] devices = ordered.stream().map(k -> k.device().value()).toArray(String[]::new);
        Tx.Three<String, DeviceRow, LiveAction> rows = tx.three(
                row -> row.text("id"),
                DocketRows::device,
                DocketRows::live,
                sql,
                customers,
                devices,
                customers,
                devices,
                customers,
                devices);
        Map<DeviceKey, List<LiveAction>> actions = new LinkedHashMap<>();
        rows.third().forEach(a -> actions.computeIfAbsent(a.header().device(), k -> new ArrayList<>())
                .add(a));
        Map<Tenant, TenantTime> held = times.held(
                tx, ordered.stream().map(DeviceKey::tenant).distinct().toList());
        Map<DeviceKey, Docket> dockets = new LinkedHashMap<>();
        rows.second()
                .forEach(d -> dockets.put(
                        d.key(),
                        new Docket(
                                d,
                                actions.getOrDefault(d.key(), List.of()),
                                held.getOrDefault(d.key().tenant(), TenantTime.PLATFORM))));
        // The engine's role sees every tenant: a key that names the wrong environment must not open another's device.
        dockets.keySet().retainAll(ordered);
        return dockets;
    }

    /** Forgets what locked devices of a tenant went through: the chapters that their connectors closed, and what was seen. */
    static void forget(Tx tx, Tenant tenant, Collection<DeviceKey> devices) {
        String customer = tenant.customer().value();
        String[] ids = devices.stream().map(key -> key.device().value()).toArray(String[]::new);
        tx.update("""
                delete from connector_chapter where customer_id = ? and device_id = any (?);
                delete from telemetry where customer_id = ? and device_id = any (?)
                """, customer, ids, customer, ids);
    }

    static DeviceRow device(Row row) {
        Tenant tenant = tenant(row);
        return new DeviceRow(
                new DeviceKey(tenant, new DeviceId(row.text("id"))),
                new DeviceRow.Facts(
                        Family.of(row.text("family")).orElseThrow(),
                        row.text("vendor"),
                        row.text("model"),
                        row.maybeText("plant_zone").map(ZoneId::of),
                        new UserId(row.text("user_id")),
                        row.flag("leaving")),
                row.number("sequence"),
                ActionJson.instruction(row.maybeText("standing_command"), row.maybeText("standing_parameters")),
                new ConnectorState(row.count("version"), row.text("content")),
                NeighbourRows.read(row),
                row.maybeInstant("confirmed_at")
                        .map(at -> new DeviceRow.Confirmed(
                                row.maybeText("confirmed_by").map(ActionId::new), at)));
    }

    /** An action with its due row. */
    private static LiveAction live(Row row) {
        LiveAction action = action(row);
        return action.with(LiveAction.Timer.standing(
                new Due(row.instant("due_at"), row.maybeText("lease_owner"), row.number("lease_token"))));
    }

    /** An action from its own columns. */
    static LiveAction action(Row row) {
        DeviceKey device = new DeviceKey(tenant(row), new DeviceId(row.text("device_id")));
        Header header = new Header(
                new ActionId(row.text("id")),
                device,
                new UserId(row.text("user_id")),
                new KeyId(row.text("key_id")),
                Family.of(row.text("family")).orElseThrow(),
                row.instant("created_at"),
                row.maybeText("schedule_id")
                        .map(schedule -> new Origin(new ScheduleId(schedule), row.text("occurrence"))));
        Order order = new Order(
                Command.of(row.text("command")).orElseThrow(),
                row.maybeText("parameters").map(ActionJson::parameters),
                row.maybeInstant("start_at"),
                row.maybeInstant("end_at"),
                row.flag("clear_scheduler"),
                row.maybeText("controls").map(ActionJson::controls).orElse(SandboxControls.NONE));
        LiveAction.Place place =
                new LiveAction.Place(ActionState.of(row.text("state")).orElseThrow(), Stage.of(row.text("stage")));
        return new LiveAction(header, order, place, work(row), report(row), Optional.empty());
    }

    private static LiveAction.Work work(Row row) {
        Optional<Instruction> prior =
                ActionJson.instruction(row.maybeText("prior_command"), row.maybeText("prior_parameters"));
        return new LiveAction.Work(
                new Sending(
                        row.count("attempt"),
                        row.maybeInstant("attempt_at"),
                        fault(row, "fault_code", "fault_message")),
                new Window(
                        row.flag("opened"),
                        prior,
                        row.flag("owes_prior"),
                        row.maybeInstant("returning_since"),
                        row.flag("overridden")),
                row.maybeText("verification").map(ActionJson::verification),
                row.maybeInstant("said_at")
                        .map(saidAt -> new Upkeep(
                                saidAt,
                                row.count("renewals"),
                                row.maybeText("renewal_fault").flatMap(FaultCode::of))));
    }

    private static Report report(Row row) {
        return new Report(
                row.instant("updated_at"),
                row.maybeInstant("acknowledged_at"),
                row.maybeInstant("completed_at"),
                row.maybeText("message"),
                fault(row, "error_code", "error_message"));
    }

    private static Optional<Fault> fault(Row row, String code, String message) {
        return row.maybeText(code)
                .flatMap(FaultCode::of)
                .map(c -> new Fault(c, row.maybeText(message).orElse("")));
    }

    private static Tenant tenant(Row row) {
        return new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
    }
}
