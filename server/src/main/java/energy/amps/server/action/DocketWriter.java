package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.server.agenda.Due;
import energy.amps.server.agenda.DueKey;
import energy.amps.server.agenda.Lease;
import energy.amps.server.device.DeviceRow;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the difference between dockets, whole and in one round trip: actions, their due rows, the device, what its
 * connector remembers, and the events that the transitions make. Refuses a transition that {@link Stage} does not know.
 */
final class DocketWriter {
    /** The kind of an action's due row. */
    static final String KIND = "action";

    private final String node;
    private final Duration horizon;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param node this node's id
     * @param horizon how far ahead this node keeps what it writes
     * @param clock the platform's time
     */
    DocketWriter(String node, Duration horizon, InstantSource clock, Ids ids) {
        this.node = node;
        this.horizon = horizon;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * A docket before and after a step.
     *
     * @param before as it was read
     * @param after as it shall be
     */
    record Change(Docket before, Docket after) {}

    /**
     * What was written.
     *
     * @param dockets the dockets, their actions with the due rows they now have
     * @param leases the due rows that this node now holds until their instant
     * @param ended the actions that became terminal
     */
    record Written(Map<DeviceKey, Docket> dockets, List<Lease> leases, List<LiveAction> ended) {}

    /** Writes the changes in the caller's transaction; the devices are locked. */
    Written write(Tx tx, Collection<Change> changes) {
        Sheets sheets = new Sheets();
        Map<DeviceKey, Docket> dockets = new LinkedHashMap<>();
        List<Lease> leases = new ArrayList<>();
        List<LiveAction> ended = new ArrayList<>();
        for (Change change : changes) {
            Docket written = collect(change, sheets, leases, ended);
            dockets.put(written.device().key(), written);
        }
        sheets.send(tx);
        return new Written(dockets, leases, ended);
    }

    private Docket collect(Change change, Sheets sheets, List<Lease> leases, List<LiveAction> ended) {
        Docket after = change.after();
        int events = 0;
        List<LiveAction> written = new ArrayList<>();
        for (LiveAction action : after.live()) {
            Optional<LiveAction> before = change.before().find(action.id());
            if (before.isPresent() && before.get().equals(action)) {
                written.add(action);
                continue;
            }
            before.ifPresent(was -> checkTransition(was, action));
            if (action.state().isTerminal()
                    && before.filter(was -> was.state() == action.state()).isEmpty()) {
                ended.add(action);
            }
            Optional<String> event = eventOf(before.map(LiveAction::state), action.state());
            if (event.isPresent()) {
                events++;
                long sequence = change.before().device().sequence() + events;
                sheets.events.add(eventRow(event.get(), action, sequence));
            }
            sheets.add(before, action);
            written.add(withDue(before, action, sheets, leases));
        }
        DeviceRow device = after.device().afterEvents(events);
        sheets.add(change.before().device(), device);
        return new Docket(device, written);
    }

    private static void checkTransition(LiveAction was, LiveAction is) {
        boolean stateFits = was.state() == is.state() || Stage.next(was.state()).contains(is.state());
        boolean stageFits = was.stage() == is.stage() || was.stage().next().contains(is.stage());
        if (!stateFits || !stageFits) {
            throw new IllegalStateException(
                    "illegal transition of " + was.id() + ": " + was.place() + " -> " + is.place());
        }
    }

    private static Optional<String> eventOf(Optional<ActionState> before, ActionState after) {
        if (before.filter(after::equals).isPresent()) {
            return Optional.empty();
        }
        return switch (after) {
            case COMPLETED -> Optional.of("push.completed");
            case FAILED -> Optional.of("push.failed");
            // A cancellation is the integrator's own doing and makes no webhook (contract section 5).
            case SCHEDULED, ACKNOWLEDGED, CANCELLED -> Optional.empty();
        };
    }

    private LiveAction withDue(Optional<LiveAction> before, LiveAction action, Sheets sheets, List<Lease> leases) {
        if (action.timer().isEmpty()) {
            if (before.flatMap(LiveAction::timer).isPresent()) {
                sheets.dueGone.add(Sheets.key(action));
            }
            return action;
        }
        LiveAction.Timer timer = action.timer().get();
        if (timer.moveTo().isEmpty()) {
            return action;
        }
        Instant at = timer.moveTo().get();
        boolean soon = !at.isAfter(clock.instant().plus(horizon));
        Due due = moved(timer, soon, node);
        sheets.dueRows.add(dueRow(action, due));
        if (!timer.hold() && soon) {
            leases.add(new Lease(key(action), due.token(), at));
        }
        return action.with(LiveAction.Timer.standing(due));
    }

    /** A due row as its timer moves it: kept by {@code node} when it has a call out, or when the instant is soon. */
    static Due moved(LiveAction.Timer timer, boolean soon, String node) {
        Instant at = timer.moveTo().orElseThrow();
        Due standing = timer.due().orElse(new Due(at, Optional.empty(), 0));
        if (timer.hold()) {
            return standing.keptBy(node, at);
        }
        return soon ? standing.heldBy(node, at) : standing.free(at);
    }

    static DueKey key(LiveAction action) {
        return new DueKey(KIND, action.header().device(), action.id().value());
    }

    private static Map<String, @Nullable Object> dueRow(LiveAction action, Due due) {
        Map<String, @Nullable Object> row = Sheets.key(action);
        row.put("device_id", action.header().device().device().value());
        row.put("due_at", due.at().toString());
        row.put("lease_owner", due.owner().orElse(null));
        row.put("lease_token", due.token());
        return row;
    }

    private Map<String, @Nullable Object> eventRow(String type, LiveAction action, long sequence) {
        Action view = action.view();
        Map<String, @Nullable Object> data = ActionDocument.of(view);
        data.put("actionId", view.id().value());
        data.put("userId", action.header().user().value());
        data.put("type", type);
        data.put("timestamp", data.get("updatedAt"));
        data.put("sequence", sequence);
        Map<String, @Nullable Object> row = Sheets.key(action);
        row.put("id", ids.next("evt_"));
        row.put("device_id", action.header().device().device().value());
        row.put("user_id", action.header().user().value());
        row.put("sequence", sequence);
        row.put("type", type);
        row.put("occurred_at", view.updatedAt().toString());
        row.put("data", data);
        return row;
    }

    /** The rows to write, by statement. Each statement takes its rows as one JSON array. */
    private static final class Sheets {
        private static final String MUTABLE = """
                state text, stage text, end_at timestamptz, updated_at timestamptz, acknowledged_at timestamptz,
                completed_at timestamptz, message text, error_code text, error_message text, attempt integer,
                attempt_at timestamptz, fault_code text, fault_message text, opened boolean, prior_command text,
                prior_parameters json, owes_prior boolean, returning_since timestamptz
                """;
        private static final String UPDATE = """
                update action a set state = t.state, stage = t.stage, end_at = t.end_at, updated_at = t.updated_at,
                    acknowledged_at = t.acknowledged_at, completed_at = t.completed_at, message = t.message,
                    error_code = t.error_code, error_message = t.error_message, attempt = t.attempt,
                    attempt_at = t.attempt_at, fault_code = t.fault_code, fault_message = t.fault_message,
                    opened = t.opened, prior_command = t.prior_command, prior_parameters = t.prior_parameters,
                    owes_prior = t.owes_prior, returning_since = t.returning_since
                from json_to_recordset(?) as t(customer_id text, ref text, from_stage text,
                """ + MUTABLE + """
                )
                where a.customer_id = t.customer_id and a.id = t.ref and a.stage = t.from_stage;
                """;
        private static final String INSERT = """
                insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, parameters,
                    start_at, created_at, clear_scheduler, controls, state, stage, end_at, updated_at, acknowledged_at,
                    completed_at, message, error_code, error_message, attempt, attempt_at, fault_code, fault_message,
                    opened, prior_command, prior_parameters, owes_prior, returning_since)
                select customer_id, environment, ref, device_id, user_id, key_id, family, command, parameters,
                    start_at, created_at, clear_scheduler, controls, state, stage, end_at, updated_at, acknowledged_at,
                    completed_at, message, error_code, error_message, attempt, attempt_at, fault_code, fault_message,
                    opened, prior_command, prior_parameters, owes_prior, returning_since
                from json_to_recordset(?) as t(customer_id text, environment text, ref text, device_id text, user_id text,
                    key_id text, family text, command text, parameters json, start_at timestamptz, created_at timestamptz,
                    clear_scheduler boolean, controls json,
                """ + MUTABLE + ");\n";
        private static final String DUE_GONE = """
                delete from due d using json_to_recordset(?) as t(customer_id text, ref text)
                where d.customer_id = t.customer_id and d.kind = 'action' and d.ref = t.ref;
                """;
        private static final String DUE = """
                insert into due (customer_id, environment, kind, ref, device_id, due_at, lease_owner, lease_token)
                select customer_id, environment, 'action', ref, device_id, due_at, lease_owner, lease_token
                from json_to_recordset(?) as t(customer_id text, environment text, ref text, device_id text,
                    due_at timestamptz, lease_owner text, lease_token bigint)
                on conflict (customer_id, kind, ref) do update
                set due_at = excluded.due_at, lease_owner = excluded.lease_owner, lease_token = excluded.lease_token;
                """;
        private static final String DEVICE = """
                update device d set sequence = t.sequence, standing_command = t.standing_command,
                    standing_parameters = t.standing_parameters
                from json_to_recordset(?) as t(customer_id text, ref text, sequence bigint, standing_command text,
                    standing_parameters json)
                where d.customer_id = t.customer_id and d.id = t.ref;
                """;
        private static final String CONNECTOR = """
                update connector_state s set version = t.version, content = t.content
                from json_to_recordset(?) as t(customer_id text, ref text, version integer, content text)
                where s.customer_id = t.customer_id and s.device_id = t.ref;
                """;
        private static final String EVENT = """
                insert into event (customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)
                select customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data
                from json_to_recordset(?) as t(customer_id text, environment text, id text, device_id text, user_id text,
                    sequence bigint, type text, occurred_at timestamptz, data json);
                """;

        /** Actions that give the device away are written first: at no moment may two have it. */
        private final List<Map<String, @Nullable Object>> leaving = new ArrayList<>();

        private final List<Map<String, @Nullable Object>> changed = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> added = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> dueGone = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> dueRows = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> devices = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> connectors = new ArrayList<>();
        private final List<Map<String, @Nullable Object>> events = new ArrayList<>();

        static Map<String, @Nullable Object> key(LiveAction action) {
            return key(action.header().device(), action.id().value());
        }

        private static Map<String, @Nullable Object> key(DeviceKey device, String ref) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("customer_id", device.tenant().customer().value());
            row.put("environment", device.tenant().environment().wire());
            row.put("ref", ref);
            return row;
        }

        void add(Optional<LiveAction> before, LiveAction action) {
            Map<String, @Nullable Object> row = key(action);
            mutable(row, action);
            if (before.isEmpty()) {
                fixed(row, action);
                added.add(row);
                return;
            }
            row.put("from_stage", before.get().stage().wire());
            (action.state().isTerminal() ? leaving : changed).add(row);
        }

        private static void fixed(Map<String, @Nullable Object> row, LiveAction action) {
            Header header = action.header();
            Order order = action.order();
            row.put("device_id", header.device().device().value());
            row.put("user_id", header.user().value());
            row.put("key_id", header.key().value());
            row.put("family", header.family().wire());
            row.put("command", order.command().wire());
            row.put(
                    "parameters",
                    order.parameters().map(ActionJson::parametersDocument).orElse(null));
            row.put("start_at", text(order.start()));
            row.put("created_at", header.createdAt().toString());
            row.put("clear_scheduler", order.clearScheduler());
            row.put("controls", ActionJson.controls(order.controls()).orElse(null));
        }

        private static void mutable(Map<String, @Nullable Object> row, LiveAction action) {
            Report report = action.report();
            Sending sending = action.sending();
            Window window = action.window();
            row.put("state", action.state().wire());
            row.put("stage", action.stage().wire());
            row.put("end_at", text(action.order().end()));
            row.put("updated_at", report.updatedAt().toString());
            row.put("acknowledged_at", text(report.acknowledgedAt()));
            row.put("completed_at", text(report.completedAt()));
            row.put("message", report.message().orElse(null));
            row.put("error_code", report.error().map(f -> f.code().name()).orElse(null));
            row.put("error_message", report.error().map(Fault::message).orElse(null));
            row.put("attempt", sending.attempt());
            row.put("attempt_at", text(sending.at()));
            row.put("fault_code", sending.fault().map(f -> f.code().name()).orElse(null));
            row.put("fault_message", sending.fault().map(Fault::message).orElse(null));
            row.put("opened", window.opened());
            instruction(row, "prior", window.prior());
            row.put("owes_prior", window.owesPrior());
            row.put("returning_since", text(window.returningSince()));
        }

        void add(DeviceRow before, DeviceRow after) {
            if (before.sequence() != after.sequence() || !before.standing().equals(after.standing())) {
                Map<String, @Nullable Object> row =
                        key(after.key(), after.key().device().value());
                row.put("sequence", after.sequence());
                instruction(row, "standing", after.standing());
                devices.add(row);
            }
            if (!before.connectorState().equals(after.connectorState())) {
                Map<String, @Nullable Object> row =
                        key(after.key(), after.key().device().value());
                row.put("version", after.connectorState().version());
                row.put("content", after.connectorState().text());
                connectors.add(row);
            }
        }

        private static void instruction(
                Map<String, @Nullable Object> row, String prefix, Optional<Instruction> instruction) {
            row.put(
                    prefix + "_command",
                    instruction.map(i -> i.command().wire()).orElse(null));
            row.put(
                    prefix + "_parameters",
                    instruction
                            .map(i -> ActionJson.parametersDocument(i.parameters()))
                            .orElse(null));
        }

        private static @Nullable String text(Optional<Instant> instant) {
            return instant.map(Instant::toString).orElse(null);
        }

        void send(Tx tx) {
            StringBuilder sql = new StringBuilder();
            List<Object> args = new ArrayList<>();
            append(sql, args, UPDATE, leaving);
            append(sql, args, UPDATE, changed);
            append(sql, args, INSERT, added);
            append(sql, args, DUE_GONE, dueGone);
            append(sql, args, DUE, dueRows);
            append(sql, args, DEVICE, devices);
            append(sql, args, CONNECTOR, connectors);
            append(sql, args, EVENT, events);
            if (args.isEmpty()) {
                return;
            }
            int touched = tx.update(sql.toString(), args.toArray());
            int expected = !leaving.isEmpty() ? leaving.size() : changed.size();
            if (expected > 0 && touched != expected) {
                throw new IllegalStateException(
                        "wrote " + touched + " actions of " + expected + " under their devices' locks");
            }
        }

        private static void append(
                StringBuilder sql, List<Object> args, String statement, List<Map<String, @Nullable Object>> rows) {
            if (!rows.isEmpty()) {
                sql.append(statement);
                args.add(new Tx.Json(ActionJson.text(rows)));
            }
        }
    }

    /** The action as it was written. */
    static LiveAction written(Written written, DeviceKey device, ActionId action) {
        return Objects.requireNonNull(written.dockets().get(device))
                .find(action)
                .orElseThrow();
    }
}
