package energy.amps.server.action;

import static energy.amps.server.action.Sheet.flag;
import static energy.amps.server.action.Sheet.instant;
import static energy.amps.server.action.Sheet.maybeInstant;
import static energy.amps.server.action.Sheet.maybeText;
import static energy.amps.server.action.Sheet.number;
import static energy.amps.server.action.Sheet.text;

import energy.amps.command.Instruction;
import energy.amps.connector.Chapter;
import energy.amps.server.action.LiveAction.Span;
import energy.amps.server.action.Sheet.Column;
import energy.amps.server.agenda.Due;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.TenantTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows that one transaction of the engine writes, sorted by statement, and sent in one round trip. */
final class Sheets {

    /**
     * An action that changes.
     *
     * @param from the stage in which it must still be
     * @param action as it shall be
     */
    private record Changed(Stage from, LiveAction action) {}

    /**
     * When an action is due.
     *
     * @param due as the tenant sees it, and who holds it
     * @param turned whether the tenant's time is another than the platform's: the row then carries both
     * @param platform the platform's instant; empty while the tenant's time stands still
     */
    record When(Due due, boolean turned, Optional<Instant> platform) {}

    /**
     * A due row that is made or moved. What watches over overdue windows goes by the platform's time: those of a turned clock
     * are none of its business.
     *
     * @param action whose
     * @param when when
     */
    private record DueRow(LiveAction action, When when) {
        static final List<Column<DueRow>> KEY = List.of(
                text(row -> customer(row.action())),
                text(row -> row.action().id().value()));
        static final List<Column<DueRow>> STANCE = List.of(
                flag(row -> row.action().holds()),
                maybeInstant(row -> row.action().span().map(Span::start)),
                maybeInstant(row -> row.action().span().map(Span::end)),
                maybeInstant(row ->
                        row.when().turned() ? Optional.empty() : row.action().backAt()),
                flag(row -> !row.when().turned() && row.action().isUnsettled()));
        static final List<Column<DueRow>> LEASE = List.of(
                maybeInstant(row -> row.when().platform()),
                maybeText(row -> row.when().due().owner()),
                number(row -> row.when().due().token()));
        static final List<Column<DueRow>> TENANT =
                List.of(instant(row -> row.when().due().at()));
        static final List<Column<DueRow>> PLACE =
                List.of(text(row -> environment(row.action())), text(row -> device(row.action())));
    }

    /**
     * A stretch of a device's past that its connector will not need for reading any more.
     *
     * @param device whose
     * @param chapter the stretch
     */
    private record Closed(DeviceKey device, Chapter chapter) {}

    /**
     * An event that a step makes.
     *
     * @param id its own
     * @param type what happened
     * @param sequence its number on its device
     * @param device the device
     * @param user whose that is
     * @param at when, for the integrator
     * @param data its body, as JSON
     */
    record EventRow(String id, String type, long sequence, DeviceKey device, UserId user, Instant at, String data) {}

    /**
     * A call that has ended.
     *
     * @param id its own
     * @param device for which device
     * @param note what is kept of it
     * @param keptAt when, in the platform's time
     */
    record CallRow(String id, DeviceKey device, CallNote note, Instant keptAt) {}

    /** What the course of most actions changes, and no more: each column costs. */
    private static final Sheet<Changed> COURSE = new Sheet<>(
            """
            update action a set state = t.state, stage = t.stage, updated_at = %s, acknowledged_at = %s, completed_at = %s,
                message = t.message, attempt = t.attempt, attempt_at = %s, opened = t.opened, verification = t.verification::json
            from unnest(:rows) as t(customer_id, id, from_stage, state, stage, updated_at,
                acknowledged_at, completed_at, message, attempt, attempt_at, opened, verification)
            where a.customer_id = t.customer_id and a.id = t.id and a.stage = t.from_stage;
            """.formatted(
                            instant("t.updated_at"),
                            instant("t.acknowledged_at"),
                            instant("t.completed_at"),
                            instant("t.attempt_at")),
            columnsOfChanged(course()));

    /** All that may ever change in an action. */
    private static final Sheet<Changed> WHOLE = new Sheet<>(
            """
            update action a set state = t.state, stage = t.stage, updated_at = %s, acknowledged_at = %s, completed_at = %s,
                message = t.message, attempt = t.attempt, attempt_at = %s, opened = t.opened, verification = t.verification::json, end_at = %s,
                error_code = t.error_code, error_message = t.error_message, fault_code = t.fault_code,
                fault_message = t.fault_message, prior_command = t.prior_command,
                prior_parameters = t.prior_parameters::json, owes_prior = t.owes_prior, returning_since = %s,
                overridden = t.overridden, said_at = %s, renewals = t.renewals, renewal_fault = t.renewal_fault
            from unnest(:rows) as t(customer_id, id, from_stage,
                state, stage, updated_at, acknowledged_at, completed_at, message, attempt, attempt_at, opened, verification,
                end_at, error_code, error_message, fault_code, fault_message, prior_command, prior_parameters, owes_prior,
                returning_since, overridden, said_at, renewals, renewal_fault)
            where a.customer_id = t.customer_id and a.id = t.id and a.stage = t.from_stage;
            """.formatted(
                            instant("t.updated_at"),
                            instant("t.acknowledged_at"),
                            instant("t.completed_at"),
                            instant("t.attempt_at"),
                            instant("t.end_at"),
                            instant("t.returning_since"),
                            instant("t.said_at")),
            columnsOfChanged(joined(course(), rest())));

    private static final Sheet<LiveAction> INSERT = new Sheet<>(
            """
            insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, parameters,
                start_at, created_at, clear_scheduler, controls, state, stage, updated_at, acknowledged_at, completed_at,
                message, attempt, attempt_at, opened, verification, end_at, error_code, error_message, fault_code, fault_message,
                prior_command, prior_parameters, owes_prior, returning_since, overridden, said_at, renewals,
                renewal_fault, schedule_id, occurrence)
            select customer_id, environment, id, device_id, user_id, key_id, family, command, parameters::json,
                %s, %s, clear_scheduler, controls::json, state, stage, %s, %s, %s,
                message, attempt, %s, opened, verification::json, %s, error_code, error_message, fault_code, fault_message,
                prior_command, prior_parameters::json, owes_prior, %s, overridden, %s, renewals, renewal_fault,
                schedule_id, occurrence
            from unnest(:rows)
                as t(customer_id, id, environment, device_id, user_id, key_id, family, command, parameters, start_at,
                created_at, clear_scheduler, controls, schedule_id, occurrence, state, stage, updated_at, acknowledged_at, completed_at, message,
                attempt, attempt_at, opened, verification, end_at, error_code, error_message, fault_code, fault_message, prior_command,
                prior_parameters, owes_prior, returning_since, overridden, said_at, renewals, renewal_fault);
            """.formatted(
                            instant("start_at"),
                            instant("created_at"),
                            instant("updated_at"),
                            instant("acknowledged_at"),
                            instant("completed_at"),
                            instant("attempt_at"),
                            instant("end_at"),
                            instant("returning_since"),
                            instant("said_at")),
            joined(fixed(), joined(course(), rest())));

    private static final Sheet<LiveAction> DUE_GONE = new Sheet<>(
            """
            delete from due d using unnest(:rows) as t(customer_id, ref)
            where d.customer_id = t.customer_id and d.kind = 'action' and d.ref = t.ref;
            """, List.of(text(Sheets::customer), text(action -> action.id().value())));

    private static final String SPAN = "case when span_start is not null then tstzrange(%s, %s) end"
            .formatted(instant("span_start"), instant("span_end"));

    private static final Sheet<DueRow> DUE_STANCE =
            new Sheet<>("""
            update due d set holds = t.holds, span = %s, back_at = %s, unsettled = t.unsettled
            from unnest(:rows) as t(customer_id, ref, holds, span_start, span_end, back_at, unsettled)
            where d.customer_id = t.customer_id and d.kind = 'action' and d.ref = t.ref;
            """.formatted(SPAN, instant("t.back_at")), joined(DueRow.KEY, DueRow.STANCE));

    private static final Sheet<DueRow> DUE_MOVED = new Sheet<>(
            """
            update due d set holds = t.holds, span = %s, back_at = %s, unsettled = t.unsettled, due_at = %s,
                lease_owner = t.lease_owner, lease_token = t.lease_token
            from unnest(:rows) as t(customer_id, ref, holds, span_start, span_end, back_at, unsettled, due_at,
                lease_owner, lease_token)
            where d.customer_id = t.customer_id and d.kind = 'action' and d.ref = t.ref;
            """.formatted(SPAN, instant("t.back_at"), instant("t.due_at")),
            joined(DueRow.KEY, joined(DueRow.STANCE, DueRow.LEASE)));

    private static final Sheet<DueRow> DUE_MOVED_TURNED = new Sheet<>(
            """
            update due d set holds = t.holds, span = %s, back_at = %s, unsettled = t.unsettled, due_at = %s,
                lease_owner = t.lease_owner, lease_token = t.lease_token, tenant_at = %s
            from unnest(:rows) as t(customer_id, ref, holds, span_start, span_end, back_at, unsettled, due_at,
                lease_owner, lease_token, tenant_at)
            where d.customer_id = t.customer_id and d.kind = 'action' and d.ref = t.ref;
            """.formatted(SPAN, instant("t.back_at"), instant("t.due_at"), instant("t.tenant_at")),
            joined(DueRow.KEY, joined(DueRow.STANCE, joined(DueRow.LEASE, DueRow.TENANT))));

    private static final Sheet<DueRow> DUE_NEW_TURNED = new Sheet<>(
            """
            insert into due (customer_id, kind, ref, holds, span, back_at, unsettled, due_at, lease_owner, lease_token,
                environment, device_id, tenant_at)
            select customer_id, 'action', ref, holds, %s, %s, unsettled, %s, lease_owner, lease_token, environment, device_id,
                %s
            from unnest(:rows) as t(customer_id, ref, holds, span_start, span_end, back_at, unsettled, due_at,
                lease_owner, lease_token, environment, device_id, tenant_at);
            """.formatted(SPAN, instant("back_at"), instant("due_at"), instant("tenant_at")),
            joined(joined(DueRow.KEY, DueRow.STANCE), joined(DueRow.LEASE, joined(DueRow.PLACE, DueRow.TENANT))));

    private static final Sheet<DueRow> DUE_NEW = new Sheet<>(
            """
            insert into due (customer_id, kind, ref, holds, span, back_at, unsettled, due_at, lease_owner, lease_token,
                environment, device_id)
            select customer_id, 'action', ref, holds, %s, %s, unsettled, %s, lease_owner, lease_token, environment, device_id
            from unnest(:rows) as t(customer_id, ref, holds, span_start, span_end, back_at, unsettled, due_at,
                lease_owner, lease_token, environment, device_id);
            """.formatted(SPAN, instant("back_at"), instant("due_at")),
            joined(joined(DueRow.KEY, DueRow.STANCE), joined(DueRow.LEASE, DueRow.PLACE)));

    private static final Sheet<DeviceRow> DEVICE = new Sheet<>(
            """
            update device d set sequence = t.sequence, standing_command = t.standing_command,
                standing_parameters = t.standing_parameters::json, confirmed_by = t.confirmed_by, confirmed_at = %s
            from unnest(:rows) as t(customer_id, id, sequence, standing_command, standing_parameters, confirmed_by, confirmed_at)
            where d.customer_id = t.customer_id and d.id = t.id;
            """.formatted(instant("t.confirmed_at")),
            List.of(
                    text(row -> customer(row.key())),
                    text(row -> row.key().device().value()),
                    number(DeviceRow::sequence),
                    maybeText(row -> command(row.standing())),
                    maybeText(row -> parameters(row.standing())),
                    maybeText(row ->
                            row.confirmed().flatMap(DeviceRow.Confirmed::action).map(ActionId::value)),
                    maybeInstant(row -> row.confirmed().map(DeviceRow.Confirmed::at))));

    private static final Sheet<DeviceRow> CONNECTOR = new Sheet<>(
            """
            update connector_state s set version = t.version, content = t.content
            from unnest(:rows) as t(customer_id, id, version, content)
            where s.customer_id = t.customer_id and s.device_id = t.id;
            """,
            List.of(
                    text(row -> customer(row.key())),
                    text(row -> row.key().device().value()),
                    number(row -> row.connectorState().version()),
                    text(row -> row.connectorState().text())));

    private static final Sheet<Closed> CHAPTER = new Sheet<>(
            """
            insert into connector_chapter (customer_id, environment, device_id, from_at, to_at, version, content)
            select customer_id, environment, device_id, %s, %s, version, content
            from unnest(:rows) as t(customer_id, environment, device_id, from_at, to_at, version, content);
            """.formatted(instant("from_at"), instant("to_at")),
            List.of(
                    text(row -> customer(row.device())),
                    text(row -> row.device().tenant().environment().wire()),
                    text(row -> row.device().device().value()),
                    instant(row -> row.chapter().from()),
                    instant(row -> row.chapter().to()),
                    number(row -> row.chapter().version()),
                    text(row -> row.chapter().text())));

    private static final Sheet<EventRow> EVENT = new Sheet<>(
            """
            insert into event (customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)
            select customer_id, environment, id, device_id, user_id, sequence, type, %s, data::json
            from unnest(:rows) as t(customer_id, environment, id, device_id, user_id, sequence, type,
                occurred_at, data);
            """.formatted(instant("occurred_at")),
            List.of(
                    text(row -> customer(row.device())),
                    text(row -> row.device().tenant().environment().wire()),
                    text(EventRow::id),
                    text(row -> row.device().device().value()),
                    text(row -> row.user().value()),
                    number(EventRow::sequence),
                    text(EventRow::type),
                    instant(EventRow::at),
                    text(EventRow::data)));

    private static final Sheet<CallRow> CALL = new Sheet<>(
            """
            insert into vendor_call (customer_id, environment, id, device_id, action_id, kind, purpose, attempt, begun_at,
                micros, outcome, code, native, kept_at)
            select customer_id, environment, id, device_id, action_id, kind, purpose, attempt, %s, micros, outcome, code,
                native::json, %s
            from unnest(:rows) as t(customer_id, environment, id, device_id, action_id, kind, purpose, attempt, begun_at,
                micros, outcome, code, native, kept_at);
            """.formatted(instant("begun_at"), instant("kept_at")),
            List.of(
                    text(row -> customer(row.device())),
                    text(row -> row.device().tenant().environment().wire()),
                    text(CallRow::id),
                    text(row -> row.device().device().value()),
                    text(row -> row.note().action().value()),
                    text(row -> row.note().kind().wire()),
                    text(row -> row.note().purpose().name().toLowerCase(Locale.ROOT)),
                    number(row -> row.note().attempt()),
                    instant(row -> row.note().begunAt()),
                    number(row -> row.note().took().toNanos() / 1_000),
                    text(row -> row.note().said().outcome()),
                    maybeText(row -> row.note().said().code().map(Enum::name)),
                    maybeText(row -> row.note().calls().isEmpty()
                            ? Optional.empty()
                            : Optional.of(ActionJson.nativeCalls(row.note().calls()))),
                    instant(CallRow::keptAt)));

    private final List<Changed> changed = new ArrayList<>();
    private final List<Changed> changedWhole = new ArrayList<>();
    private final List<LiveAction> added = new ArrayList<>();
    private final List<LiveAction> dueGone = new ArrayList<>();

    /** Actions that give the device away are written before those that take it: at no moment may two have it. */
    private final List<DueRow> dueLeaving = new ArrayList<>();

    private final List<DueRow> dueStance = new ArrayList<>();
    private final List<DueRow> dueMoved = new ArrayList<>();
    private final List<DueRow> dueNew = new ArrayList<>();
    private final List<DueRow> dueMovedTurned = new ArrayList<>();
    private final List<DueRow> dueNewTurned = new ArrayList<>();
    private final List<DeviceRow> devices = new ArrayList<>();
    private final List<DeviceRow> connectors = new ArrayList<>();
    private final List<Closed> chapters = new ArrayList<>();
    private final List<EventRow> events = new ArrayList<>();
    private final List<CallRow> calls = new ArrayList<>();

    /** An action as it was, where it was, and as it shall be. */
    void action(Optional<LiveAction> before, LiveAction after) {
        if (before.isEmpty()) {
            added.add(after);
            return;
        }
        LiveAction was = before.get();
        (isOfCourse(was, after) ? changed : changedWhole).add(new Changed(was.stage(), after));
    }

    /** Whether {@link #COURSE} says all that has changed. */
    private static boolean isOfCourse(LiveAction was, LiveAction is) {
        return was.order().end().equals(is.order().end())
                && was.report().error().equals(is.report().error())
                && was.sending().fault().equals(is.sending().fault())
                && was.window().prior().equals(is.window().prior())
                && was.window().owesPrior() == is.window().owesPrior()
                && was.window().returningSince().equals(is.window().returningSince())
                && was.window().overridden() == is.window().overridden()
                && was.work().upkeep().equals(is.work().upkeep());
    }

    /** Nothing is to come for an action any more. */
    void dueGone(LiveAction action) {
        dueGone.add(action);
    }

    /** The first instant of an action, and who holds it. */
    void dueNew(LiveAction action, When when) {
        (when.turned() ? dueNewTurned : dueNew).add(new DueRow(action, when));
    }

    /** The next instant of an action, and who holds it. */
    void dueMoved(LiveAction action, When when) {
        (when.turned() ? dueMovedTurned : dueMoved).add(new DueRow(action, when));
    }

    /** The instant stays as it is, and whoever may have claimed it since; what the action has of the device changes. */
    void dueStays(LiveAction action, TenantTime time, Due due) {
        When when = new When(due, time.isTurned(), Optional.empty());
        (action.holds() ? dueStance : dueLeaving).add(new DueRow(action, when));
    }

    void device(DeviceRow before, DeviceRow after) {
        if (before.sequence() != after.sequence()
                || !before.standing().equals(after.standing())
                || !before.confirmed().equals(after.confirmed())) {
            devices.add(after);
        }
        if (!before.connectorState().equals(after.connectorState())) {
            connectors.add(after);
            chapters(after);
        }
    }

    void call(CallRow call) {
        calls.add(call);
    }

    /** What the device's connector has closed. */
    void chapters(DeviceRow device) {
        device.connectorState().closed().forEach(chapter -> chapters.add(new Closed(device.key(), chapter)));
    }

    void event(EventRow event) {
        events.add(event);
    }

    /** Sends everything; throws when an action was no longer in the stage from which it steps. */
    void send(Tx tx) {
        StringBuilder sql = new StringBuilder();
        List<Object> args = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        update(COURSE, changed, sql, args, expected);
        update(WHOLE, changedWhole, sql, args, expected);
        INSERT.append(added, sql, args);
        DUE_GONE.append(dueGone, sql, args);
        DUE_STANCE.append(dueLeaving, sql, args);
        DUE_STANCE.append(dueStance, sql, args);
        DUE_MOVED.append(dueMoved, sql, args);
        DUE_NEW.append(dueNew, sql, args);
        DUE_MOVED_TURNED.append(dueMovedTurned, sql, args);
        DUE_NEW_TURNED.append(dueNewTurned, sql, args);
        DEVICE.append(devices, sql, args);
        CONNECTOR.append(connectors, sql, args);
        CHAPTER.append(chapters, sql, args);
        EVENT.append(events, sql, args);
        CALL.append(calls, sql, args);
        if (args.isEmpty()) {
            return;
        }
        List<Integer> touched = tx.updates(expected.size(), sql.toString(), args.toArray());
        if (!touched.equals(expected)) {
            throw new IllegalStateException(
                    "wrote " + touched + " actions of " + expected + " under their devices' locks");
        }
    }

    private static void update(
            Sheet<Changed> sheet, List<Changed> rows, StringBuilder sql, List<Object> args, List<Integer> expected) {
        sheet.append(rows, sql, args);
        if (!rows.isEmpty()) {
            expected.add(rows.size());
        }
    }

    private static List<Column<Changed>> columnsOfChanged(List<Column<LiveAction>> columns) {
        List<Column<Changed>> all = new ArrayList<>();
        all.add(text(row -> customer(row.action())));
        all.add(text(row -> row.action().id().value()));
        all.add(text(row -> row.from().wire()));
        columns.forEach(column -> all.add(column.within(Changed::action)));
        return all;
    }

    private static <R> List<Column<R>> joined(List<Column<R>> first, List<Column<R>> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Column<LiveAction>> fixed() {
        return List.of(
                text(Sheets::customer),
                text(action -> action.id().value()),
                text(Sheets::environment),
                text(Sheets::device),
                text(action -> action.header().user().value()),
                text(action -> action.header().key().value()),
                text(action -> action.header().family().wire()),
                text(action -> action.order().command().wire()),
                maybeText(action -> action.order().parameters().map(ActionJson::parameters)),
                maybeInstant(action -> action.order().start()),
                instant(action -> action.header().createdAt()),
                flag(action -> action.order().clearScheduler()),
                maybeText(
                        action -> ActionJson.controls(action.order().controls()).map(ActionJson::text)),
                maybeText(action ->
                        action.header().origin().map(origin -> origin.schedule().value())),
                maybeText(action -> action.header().origin().map(Origin::occurrence)));
    }

    private static List<Column<LiveAction>> course() {
        return List.of(
                text(action -> action.state().wire()),
                text(action -> action.stage().wire()),
                instant(action -> action.report().updatedAt()),
                maybeInstant(action -> action.report().acknowledgedAt()),
                maybeInstant(action -> action.report().completedAt()),
                maybeText(action -> action.report().message()),
                number(action -> action.sending().attempt()),
                maybeInstant(action -> action.sending().at()),
                flag(action -> action.window().opened()),
                maybeText(action -> action.work().verification().map(ActionJson::verification)));
    }

    private static List<Column<LiveAction>> rest() {
        return List.of(
                maybeInstant(action -> action.order().end()),
                maybeText(action -> action.report().error().map(f -> f.code().name())),
                maybeText(action -> action.report().error().map(Fault::message)),
                maybeText(action -> action.sending().fault().map(f -> f.code().name())),
                maybeText(action -> action.sending().fault().map(Fault::message)),
                maybeText(action -> command(action.window().prior())),
                maybeText(action -> parameters(action.window().prior())),
                flag(action -> action.window().owesPrior()),
                maybeInstant(action -> action.window().returningSince()),
                flag(action -> action.window().overridden()),
                maybeInstant(action -> action.work().upkeep().map(Upkeep::saidAt)),
                number(action -> action.work().upkeep().map(Upkeep::renewals).orElse(0)),
                maybeText(
                        action -> action.work().upkeep().flatMap(Upkeep::fault).map(Enum::name)));
    }

    private static Optional<String> command(Optional<Instruction> instruction) {
        return instruction.map(i -> i.command().wire());
    }

    private static Optional<String> parameters(Optional<Instruction> instruction) {
        return instruction.map(i -> ActionJson.parameters(i.parameters()));
    }

    private static String customer(LiveAction action) {
        return customer(action.header().device());
    }

    private static String customer(DeviceKey device) {
        return device.tenant().customer().value();
    }

    private static String environment(LiveAction action) {
        return action.header().device().tenant().environment().wire();
    }

    private static @Nullable String device(LiveAction action) {
        return action.header().device().device().value();
    }
}
