package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule that the schema holds by itself is shown to refuse. */
class SchemaTest {
    private static Sql sql;

    @BeforeAll
    static void open() {
        sql = Sql.on(House.database());
        sql.column("select telemetry_day_made(current_date)");
        sql.run("insert into customer values ('c', 'c', true, now())");
        sql.run("insert into end_user values ('c', 'sandbox', 'u', 'ref', now())");
        for (String device : List.of("d", "e")) {
            sql.run("insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at)"
                    + " values ('c', 'sandbox', '" + device + "', 'u', 'battery', 'v', 'm', now())");
        }
        sql.run("update device set link_id = 'l', external_id = 'x' where id = 'd'");
        sql.run("insert into connector_state values ('c', 'sandbox', 'd', 1, '')");
        sql.run(chapter("sandbox", "d", "12:00", "13:00", "''"));
        sql.run("insert into device_count values ('c', 'sandbox', 'battery', 2)");
        sql.run("insert into api_key values ('c', 'sandbox', 'k', decode(repeat('00', 32), 'hex'), now())");
        sql.run("insert into due values ('c', 'sandbox', 'action', 'r', 'd', now(), null, 0, true, "
                + span("12:00", "13:00") + ")");
        sql.run("insert into event values ('c', 'sandbox', 'evt', 'd', 'u', 1, 't', now(), null)");
        sql.run("insert into job values ('c', 'sandbox', 'k', 'r', now())");
        sql.run(account("'sandbox', 'l', 'u'", "x"));
        sql.run(link("'sandbox', 'l', 'u'", "'linked', 'all', 1, ''", "'x', null"));
        sql.run("insert into reconnection values ('c', 'sandbox', 'd', decode(repeat('00', 32), 'hex'), now())");
        sql.run("insert into reading (customer_id, environment, device_id) values ('c', 'sandbox', 'd')");
        sql.run(vendorHealth("n"));
        sql.run(lane("'sandbox', 'd'"));
        sql.run("insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at)"
                + " values ('c', 'sandbox', 'looked', 'u', 'battery', 'v', 'm', now())");
        sql.run(look("'live', 'looked'"));
        sql.run(quota("repeat('0', 64)", "''"));
        sql.run(schedule("'s', 'd'", "'active', now()"));
        sql.run("insert into tenant_clock (customer_id, environment) values ('c', 'sandbox')");
        sql.run(station("'sandbox', 'd'", "00", 32));
        sql.run(stationCall("'sandbox', 'q', 'd'", "''"));
        sql.run(audit("'c', 'live', 'au'", "'operator', null"));
        sql.run("insert into recall values ('c', 'live', 're', null, true, now(), now())");
        sql.run("insert into allowance values ('c', 'sandbox', 'k', 1, now())");
        sql.run(call("'sandbox', 'a', 'call'", "'write', 'apply', 1, now(), 1"));
        sql.run("insert into idempotency values ('c', 'sandbox', decode(repeat('00', 32), 'hex'),"
                + " decode(repeat('00', 32), 'hex'), 't', now(), now())");
        sql.run(endpoint("ep", "'sandbox', 'u', '', null, '', 5, true, null, 's', null, null"));
        sql.run("insert into feed values ('c', 'sandbox', 3, 0)");
        sql.run("insert into delivery (customer_id, environment, endpoint_id, event_id, due_at)"
                + " values ('c', 'sandbox', 'ep', 'evt', now())");
        sql.run("insert into event values ('c', 'sandbox', 'evt_fed', 'd', 'u', 7, 't', now(), null, 3)");
        sql.run(new Row()
                .id("first")
                .state("acknowledged", "open")
                .window("12:00", "13:00")
                .sql());
    }

    @AfterAll
    static void close() {
        sql.close();
    }

    /** @param rest environment, url, description, events, headers, rate, enabled, reason, secret, old secret and its end */
    private static String endpoint(String id, String rest) {
        return "insert into webhook_endpoint (customer_id, id, since, rate_at, created_at, updated_at, environment, url,"
                + " description, events, headers, rate_limit, enabled, disabled_reason, secret, old_secret, old_secret_until)"
                + " values ('c', '" + id + "', '', now(), now(), now(), " + rest + ")";
    }

    private static String delivery(String customer, String environment, String event, String due, String owner) {
        return "insert into delivery (customer_id, environment, endpoint_id, event_id, due_at, lease_owner) values ('"
                + customer + "', '" + environment + "', 'ep', '" + event + "', " + due + ", " + owner + ")";
    }

    private static String attempt(String environment, String status) {
        return "insert into webhook_attempt values (0, 'c', '" + environment
                + "', 'ep', 'att', 'evt', 't', 1, now(), 1, " + status + ", null, null, null)";
    }

    private static String span(String from, String to) {
        return "tstzrange('2026-06-01T%s:00Z', '2026-06-01T%s:00Z')".formatted(from, to);
    }

    private static String schedule(String ids, String course) {
        return "insert into schedule (customer_id, environment, id, device_id, user_id, key_id, family, timezone, definition,"
                + " first_date, revision, begins_at, undecided_from, created_at, updated_at, state, next_fire_at)"
                + " values ('c', 'sandbox', " + ids
                + ", 'u', 'k', 'battery', 'UTC', '{}', current_date, 1, now(), now(), now(),"
                + " now(), " + course + ")";
    }

    private static String call(String ids, String what) {
        return "insert into vendor_call (customer_id, environment, action_id, id, device_id, kind, purpose, attempt, begun_at,"
                + " micros, outcome, kept_at) values ('c', " + ids + ", 'd', " + what + ", 'accepted', now())";
    }

    private static String due(String ref, boolean holds, String span) {
        return "insert into due values ('c', 'sandbox', 'action', '%s', 'd', now(), null, 0, %s, %s)"
                .formatted(ref, holds, span);
    }

    private static String chapter(String environment, String device, String from, String to, String content) {
        return "insert into connector_chapter values ('c', '%s', '%s', '2026-06-01T%s:00Z', '2026-06-01T%s:00Z', 1, %s)"
                .formatted(environment, device, from, to, content);
    }

    /** A row of {@code action} that is in order, but for what a test spoils. */
    private static final class Row {
        private String environment = "'sandbox'";
        private String id = "'a'";
        private String device = "'e'";
        private String state = "'scheduled'";
        private String stage = "'waiting'";
        private String start = "null";
        private String end = "null";
        private String completed = "null";
        private String message = "null";
        private String error = "null";
        private String prior = "null";

        Row environment(String text) {
            environment = quoted(text);
            return this;
        }

        Row id(String text) {
            id = quoted(text);
            return this;
        }

        Row device(String text) {
            device = quoted(text);
            return this;
        }

        Row state(String state, String stage) {
            this.state = quoted(state);
            this.stage = quoted(stage);
            return this;
        }

        Row window(String from, String to) {
            device = quoted("d");
            start = quoted("2026-06-01T" + from + ":00Z");
            end = to.length() > 5 ? quoted(to) : quoted("2026-06-01T" + to + ":00Z");
            return this;
        }

        Row endAlone() {
            end = quoted("2026-06-01T12:00:00Z");
            return this;
        }

        Row ended(String message) {
            completed = "now()";
            this.message = message.isEmpty() ? "null" : quoted(message);
            return this;
        }

        Row said(String message) {
            this.message = quoted(message);
            return this;
        }

        Row error(String code) {
            error = quoted(code);
            return this;
        }

        Row prior(String command) {
            prior = quoted(command);
            return this;
        }

        String sql() {
            return """
                    insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, state, stage,
                        start_at, end_at, created_at, updated_at, completed_at, message, error_code, prior_command,
                        clear_scheduler)
                    values ('c', %s, %s, %s, 'u', 'k', 'battery', 'charge', %s, %s, %s, %s, now(), now(), %s, %s, %s, %s, false)
                    """.formatted(environment, id, device, state, stage, start, end, completed, message, error, prior);
        }

        private static String quoted(String text) {
            return "'" + text + "'";
        }
    }

    /**
     * A statement that must be refused.
     *
     * @param constraint by which rule
     * @param statement the statement
     */
    private record Refused(String constraint, String statement) {}

    private static List<Refused> refused() {
        List<Refused> all = new ArrayList<>();
        for (String state : List.of("completed", "failed", "cancelled")) {
            String code = state.equals("failed") ? "TIMEOUT" : "";
            Row bare = new Row().state(state, "done").said("Over.");
            all.add(new Refused("terminal_has_its_instant", (code.isEmpty() ? bare : bare.error(code)).sql()));
            Row mute = new Row().state(state, "done").ended("");
            all.add(new Refused("terminal_has_its_result", (code.isEmpty() ? mute : mute.error(code)).sql()));
        }
        all.add(new Refused("terminal_has_its_instant", new Row().ended("Over.").sql()));
        all.add(new Refused("terminal_has_its_result", new Row().said("Over.").sql()));
        all.add(new Refused(
                "failed_has_its_code",
                new Row().state("failed", "done").ended("Over.").sql()));
        all.add(new Refused("failed_has_its_code", new Row().error("TIMEOUT").sql()));
        all.add(new Refused("window_is_a_window", new Row().endAlone().sql()));
        all.add(new Refused(
                "window_is_a_window", new Row().window("15:00", "14:59").sql()));
        all.add(new Refused(
                "window_is_short",
                new Row().window("15:00", "2026-06-02T15:00:01Z").sql()));
        all.add(new Refused("prior_is_whole", new Row().prior("charge").sql()));
        all.add(new Refused(
                "stage_fits_state", new Row().state("scheduled", "sending").sql()));
        all.add(new Refused(
                "stage_fits_state", new Row().state("acknowledged", "waiting").sql()));
        all.add(new Refused(
                "stage_fits_state",
                new Row().state("completed", "return_sending").ended("Over.").sql()));
        all.add(new Refused(
                "stage_fits_state",
                new Row()
                        .state("failed", "open")
                        .ended("Over.")
                        .error("TIMEOUT")
                        .sql()));
        all.add(new Refused(
                "stage_fits_state",
                new Row().state("cancelled", "releasing").ended("Over.").sql()));
        all.add(new Refused(
                "action_state_check", new Row().state("elsewhere", "done").sql()));
        all.add(new Refused("windows_never_overlap", due("r2", false, span("12:59", "14:00"))));
        all.add(new Refused("one_acknowledged_per_device", due("r2", true, "null")));
        all.add(new Refused(
                "action_environment_check", new Row().environment("test").sql()));
        all.add(new Refused("action_pkey", new Row().id("first").sql()));
        all.add(new Refused(
                "action_customer_id_device_id_fkey", new Row().device("none").sql()));
        all.add(new Refused(
                "api_key_by_hash",
                "insert into api_key values ('c', 'live', 'k2', decode(repeat('00', 32), 'hex'), now())"));
        all.add(new Refused(
                "api_key_hash_check", "insert into api_key values ('c', 'live', 'k2', decode('00', 'hex'), now())"));
        all.add(new Refused(
                "api_key_pkey",
                "insert into api_key values ('c', 'live', 'k', decode(repeat('01', 32), 'hex'), now())"));
        all.add(new Refused(
                "api_key_environment_check",
                "insert into api_key values ('c', 'test', 'k2', decode(repeat('01', 32), 'hex'), now())"));
        all.add(new Refused(
                "api_key_customer_id_fkey",
                "insert into api_key values ('x', 'live', 'k2', decode(repeat('01', 32), 'hex'), now())"));
        all.add(new Refused("api_key_name_check", "update api_key set name = ''"));
        all.add(new Refused("api_key_prefix_check", "update api_key set prefix = repeat('x', 21)"));
        all.add(new Refused("scopes_are_known", "update api_key set scopes = '{}'"));
        all.add(new Refused("scopes_are_known", "update api_key set scopes = '{read,root}'"));
        all.add(new Refused("confirmation_is_dated", "update device set confirmed_by = 'a' where id = 'd'"));
        String plain = "'write', 'apply', 1, now(), 1";
        all.add(new Refused("vendor_call_pkey", call("'live', 'a', 'call'", plain)));
        all.add(new Refused("vendor_call_environment_check", call("'test', 'a', 'call2'", plain)));
        all.add(new Refused("vendor_call_kind_check", call("'live', 'a', 'call2'", "'talk', 'apply', 1, now(), 1")));
        all.add(new Refused("vendor_call_purpose_check", call("'live', 'a', 'call2'", "'write', 'x', 1, now(), 1")));
        all.add(new Refused(
                "vendor_call_micros_check", call("'live', 'a', 'call2'", "'write', 'apply', 1, now(), -1")));
        all.add(new Refused("audit_pkey", audit("'c', 'live', 'au'", "'operator', null")));
        all.add(new Refused("audit_environment_check", audit("'c', 'test', 'au2'", "'operator', null")));
        all.add(new Refused("audit_customer_id_fkey", audit("'x', 'live', 'au2'", "'operator', null")));
        all.add(new Refused("audit_actor_check", audit("'c', 'live', 'au2'", "'nobody', null")));
        all.add(new Refused("key_is_named", audit("'c', 'live', 'au2'", "'key', null")));
        all.add(new Refused("key_is_named", audit("'c', 'live', 'au2'", "'operator', 'k'")));
        String recall = ", null, true, now(), now())";
        all.add(new Refused("recall_pkey", "insert into recall values ('c', 'live', 're'" + recall));
        all.add(new Refused("recall_environment_check", "insert into recall values ('c', 'test', 're2'" + recall));
        all.add(new Refused("recall_customer_id_fkey", "insert into recall values ('x', 'live', 're2'" + recall));
        all.add(new Refused("allowance_pkey", "insert into allowance values ('c', 'live', 'k', 1, now())"));
        all.add(new Refused(
                "allowance_environment_check", "insert into allowance values ('c', 'test', 'k2', 1, now())"));
        all.add(new Refused("customer_pkey", "insert into customer values ('c', 'c', true, now())"));
        all.add(new Refused("end_user_pkey", "insert into end_user values ('c', 'live', 'u', null, now())"));
        all.add(new Refused(
                "end_user_customer_id_environment_external_ref_key",
                "insert into end_user values ('c', 'sandbox', 'u2', 'ref', now())"));
        all.add(new Refused(
                "end_user_environment_check", "insert into end_user values ('c', 'test', 'u2', null, now())"));
        all.add(new Refused(
                "end_user_customer_id_fkey", "insert into end_user values ('x', 'live', 'u2', null, now())"));
        all.add(new Refused("device_pkey", device("'sandbox', 'd', 'u'", "null, null")));
        all.add(new Refused("device_environment_check", device("'test', 'f', 'u'", "null, null")));
        all.add(new Refused("device_customer_id_user_id_fkey", device("'sandbox', 'f', 'none'", "null, null")));
        all.add(new Refused("device_check", device("'sandbox', 'f', 'u'", "'charge', null")));
        all.add(new Refused("device_count_pkey", "insert into device_count values ('c', 'sandbox', 'battery', 1)"));
        all.add(new Refused("device_count_devices_check", "update device_count set devices = -1"));
        all.add(new Refused(
                "device_count_environment_check", "insert into device_count values ('c', 'test', 'battery', 1)"));
        all.add(new Refused(
                "device_count_customer_id_fkey", "insert into device_count values ('x', 'live', 'battery', 1)"));
        all.add(new Refused("device_of_link", "update device set link_id = 'l', external_id = 'x' where id = 'e'"));
        all.add(new Refused(
                "connector_state_content_check",
                "insert into connector_state values ('c', 'sandbox', 'e', 1, repeat('x', 16385))"));
        all.add(new Refused(
                "connector_state_environment_check", "insert into connector_state values ('c', 'test', 'e', 1, '')"));
        all.add(new Refused("connector_state_pkey", "insert into connector_state values ('c', 'sandbox', 'd', 1, '')"));
        all.add(new Refused(
                "connector_state_customer_id_device_id_fkey",
                "insert into connector_state values ('c', 'sandbox', 'none', 1, '')"));
        all.add(new Refused("due_pkey", "insert into due values ('c', 'live', 'action', 'r', 'd', now(), null, 0)"));
        all.add(new Refused(
                "due_environment_check", "insert into due values ('c', 'test', 'action', 'r2', 'd', now(), null, 0)"));
        all.add(new Refused(
                "event_pkey", "insert into event values ('c', 'sandbox', 'evt', 'd', 'u', 2, 't', now(), null)"));
        all.add(new Refused(
                "event_of_device", "insert into event values ('c', 'sandbox', 'evt2', 'd', 'u', 1, 't', now(), null)"));
        all.add(new Refused(
                "event_environment_check",
                "insert into event values ('c', 'test', 'evt2', 'd', 'u', 2, 't', now(), null)"));
        all.add(new Refused("schedule_pkey", schedule("'s', 'e'", "'cancelled', null")));
        all.add(new Refused("one_schedule_per_device", schedule("'s2', 'd'", "'active', now()")));
        all.add(new Refused("schedule_state_check", schedule("'s2', 'e'", "'pending', now()")));
        all.add(new Refused("what_is_over_fires_no_more", schedule("'s2', 'e'", "'completed', now()")));
        all.add(new Refused("schedule_customer_id_device_id_fkey", schedule("'s2', 'none'", "'cancelled', null")));
        all.add(new Refused("schedule_environment_check", "update schedule set environment = 'test' where id = 's'"));
        all.add(new Refused("occurrence_of_a_schedule", "update action set schedule_id = 's' where id = 'first'"));
        all.add(new Refused("action_of_occurrence", """
                with a as (update action set schedule_id = 's', occurrence = '1/2026-06-01/0' where id = 'first' returning *)
                insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, state, stage,
                    created_at, updated_at, clear_scheduler, schedule_id, occurrence)
                select customer_id, environment, 'second', 'e', user_id, key_id, family, command, 'scheduled', 'waiting',
                    created_at, updated_at, false, schedule_id, occurrence from a
                """));
        all.add(new Refused("connector_chapter_pkey", chapter("sandbox", "d", "12:00", "14:00", "''")));
        all.add(new Refused("chapter_has_length", chapter("sandbox", "d", "14:00", "14:00", "''")));
        all.add(new Refused(
                "connector_chapter_content_check", chapter("sandbox", "d", "14:00", "15:00", "repeat('x', 16385)")));
        all.add(new Refused("connector_chapter_environment_check", chapter("test", "d", "14:00", "15:00", "''")));
        all.add(new Refused(
                "connector_chapter_customer_id_device_id_fkey", chapter("sandbox", "none", "14:00", "15:00", "''")));
        all.add(new Refused("tenant_clock_pkey", clock("'c', 'sandbox', null, 0, null, null, false")));
        all.add(new Refused("tenant_clock_customer_id_fkey", clock("'x', 'sandbox', null, 0, null, null, false")));
        all.add(new Refused("tenant_clock_environment_check", clock("'c', 'live', null, 0, null, null, false")));
        all.add(new Refused("tenant_clock_turning_check", clock("'c', 'sandbox', null, 0, 'back', null, false")));
        all.add(new Refused("frozen_is_not_ahead", clock("'c', 'sandbox', now(), 1, null, null, false")));
        all.add(new Refused("begun_stands", clock("'c', 'sandbox', null, 0, 'reset', null, true")));
        all.add(new Refused("begun_stands", clock("'c', 'sandbox', now(), 0, null, null, true")));
        all.add(new Refused("turn_has_its_target", clock("'c', 'sandbox', null, 0, 'freeze', null, false")));
        all.add(new Refused("clock_news_pkey", "insert into clock_news values ('n', 'c'), ('n', 'c')"));
        all.add(new Refused(
                "due_some_time", "insert into due values ('c', 'sandbox', 'action', 'r3', 'd', null, null, 0)"));
        all.add(new Refused(
                "telemetry_environment_check", "insert into telemetry values ('c', 'test', 'd', now(), now(), '{}')"));
        String kept = "insert into idempotency values ('c', '%s', decode(repeat('%s', %d), 'hex'),"
                + " decode(repeat('00', %d), 'hex'), 't', now(), now(), %s)";
        all.add(new Refused("idempotency_pkey", kept.formatted("sandbox", "00", 32, 32, "null, null")));
        all.add(new Refused("idempotency_environment_check", kept.formatted("test", "01", 32, 32, "null, null")));
        all.add(new Refused("idempotency_scope_check", kept.formatted("sandbox", "01", 31, 32, "null, null")));
        all.add(new Refused("idempotency_request_check", kept.formatted("sandbox", "01", 32, 31, "null, null")));
        all.add(new Refused("answer_is_whole", kept.formatted("sandbox", "01", 32, 32, "200, null")));
        all.add(new Refused("answer_is_whole", kept.formatted("sandbox", "01", 32, 32, "null, '{}'")));
        all.add(new Refused("only_successes_are_kept", kept.formatted("sandbox", "01", 32, 32, "409, '{}'")));
        all.add(new Refused(
                "event_feed", "insert into event values ('c', 'sandbox', 'evt3', 'd', 'u', 9, 't', now(), null, 3)"));
        String whole = "null, 's', null, null";
        all.add(new Refused("webhook_endpoint_pkey", endpoint("ep", "'live', 'u', '', null, '', 5, true, " + whole)));
        all.add(new Refused(
                "webhook_endpoint_environment_check", endpoint("e2", "'test', 'u', '', null, '', 5, true, " + whole)));
        all.add(new Refused(
                "webhook_endpoint_rate_limit_check", endpoint("e2", "'live', 'u', '', null, '', 0, true, " + whole)));
        all.add(new Refused(
                "webhook_endpoint_disabled_reason_check",
                endpoint("e2", "'live', 'u', '', null, '', 5, false, 'bored', 's', null, null")));
        all.add(new Refused(
                "disabled_has_its_reason", endpoint("e2", "'live', 'u', '', null, '', 5, false, " + whole)));
        all.add(new Refused(
                "old_secret_has_its_end", endpoint("e2", "'live', 'u', '', null, '', 5, true, null, 's', 'o', null")));
        all.add(new Refused(
                "webhook_endpoint_customer_id_fkey",
                endpoint("e2", "'live', 'u', '', null, '', 5, true, " + whole).replace("('c',", "('x',")));
        all.add(new Refused("feed_pkey", "insert into feed values ('c', 'sandbox', 1, 0)"));
        all.add(new Refused("feed_environment_check", "insert into feed values ('c', 'test', 1, 0)"));
        all.add(new Refused("feed_customer_id_fkey", "insert into feed values ('x', 'live', 1, 0)"));
        all.add(new Refused("gone_is_behind", "insert into feed values ('c', 'live', 1, 2)"));
        all.add(new Refused("delivery_pkey", delivery("c", "live", "evt", "now()", "null")));
        all.add(new Refused("delivery_environment_check", delivery("c", "test", "evt9", "now()", "null")));
        all.add(new Refused("given_up_is_free", delivery("c", "live", "evt9", "null", "'node'")));
        all.add(new Refused("webhook_attempt_environment_check", attempt("test", "200")));
        all.add(new Refused("attempt_ended_somehow", attempt("live", "null")));
        all.add(new Refused("node_pkey", "insert into node values ('n', now()), ('n', now())"));
        all.add(new Refused("job_pkey", "insert into job values ('c', 'live', 'k', 'r', now())"));
        all.add(new Refused("job_environment_check", "insert into job values ('c', 'test', 'k', 'r2', now())"));
        all.addAll(refusedOfLinks());
        all.addAll(refusedOfStations());
        all.addAll(refusedOfReadings());
        return all;
    }

    private static List<Refused> refusedOfStations() {
        return List.of(
                new Refused("station_pkey", station("'sandbox', 'd'", "01", 32)),
                new Refused("station_environment_check", station("'test', 'e'", "01", 32)),
                new Refused("station_token_hash_check", station("'sandbox', 'e'", "01", 31)),
                new Refused("station_by_token", station("'sandbox', 'e'", "00", 32)),
                new Refused("station_customer_id_device_id_fkey", station("'sandbox', 'none'", "01", 32)),
                new Refused(
                        "station_by_device",
                        "insert into station (customer_id, environment, device_id, vendor, token_hash, created_at)"
                                + " select 'c2', environment, device_id, vendor, sha256(token_hash), created_at from station"),
                new Refused("station_identity_check", "update station set claimed_at = now(), identity = ''"),
                new Refused(
                        "station_password_mac_check",
                        "update station set claimed_at = now(), identity = 'i', password_mac = 'x'"),
                new Refused("claim_is_whole", "update station set claimed_at = now()"),
                new Refused("claim_is_whole", "update station set password_mac = token_hash"),
                new Refused("connection_is_whole", "update station set node = 'n'"),
                new Refused("station_call_pkey", stationCall("'sandbox', 'q', 'd'", "''")),
                new Refused("station_call_environment_check", stationCall("'test', 'q2', 'd'", "''")),
                new Refused("station_call_question_check", stationCall("'sandbox', 'q2', 'd'", "repeat('x', 16385)")),
                new Refused("station_call_customer_id_device_id_fkey", stationCall("'sandbox', 'q2', 'none'", "''")),
                new Refused("station_call_reply_check", "update station_call set taken_at = now(), reply = 'perhaps'"),
                new Refused(
                        "station_call_answer_check",
                        "update station_call set taken_at = now(), reply = 'answered', answer = repeat('x', 16385)"),
                new Refused("answered_when_taken", "update station_call set reply = 'answered'"),
                new Refused("answer_with_reply", "update station_call set answer = ''"));
    }

    private static String station(String where, String digits, int bytes) {
        return "insert into station (customer_id, environment, device_id, vendor, token_hash, created_at) values ('c', "
                + where + ", 'v', decode(repeat('" + digits + "', " + bytes + "), 'hex'), now())";
    }

    private static String stationCall(String ids, String question) {
        return "insert into station_call (customer_id, environment, id, device_id, node, question, expires_at) values ('c', "
                + ids + ", 'n', " + question + ", now())";
    }

    private static List<Refused> refusedOfLinks() {
        String reconnection = "insert into reconnection values ('c', %s, decode(%s, 'hex'), now())";
        return List.of(
                new Refused("account_pkey", account("'sandbox', 'l', 'u'", "y")),
                new Refused("account_environment_check", account("'test', 'l2', 'u'", "y")),
                new Refused("account_customer_id_user_id_fkey", account("'sandbox', 'l2', 'none'", "y")),
                new Refused("account_of_user", account("'sandbox', 'l2', 'u'", "x")),
                new Refused("link_pkey", link("'sandbox', 'l', 'u'", "'linked', 'all', 1, ''", "'x', null")),
                new Refused("link_environment_check", link("'test', 'm', 'u'", "'linked', 'all', 1, ''", "'x', null")),
                new Refused(
                        "link_customer_id_user_id_fkey",
                        link("'sandbox', 'm', 'none'", "'linked', 'all', 1, ''", "'x', null")),
                new Refused("link_state_check", link("'sandbox', 'm', 'u'", "'lost', 'all', 1, ''", "'x', now()")),
                new Refused("link_choice_check", link("'sandbox', 'm', 'u'", "'linked', 'any', 1, ''", "'x', null")),
                new Refused("link_most_check", link("'sandbox', 'm', 'u'", "'linked', 'all', 101, ''", "'x', null")),
                new Refused(
                        "link_note_check",
                        link("'sandbox', 'm', 'u'", "'linked', 'all', 1, repeat('x', 4097)", "'x', null")),
                new Refused("pending_lapses", link("'sandbox', 'm', 'u'", "'linked', 'all', 1, ''", "'x', now()")),
                new Refused(
                        "pending_lapses", link("'sandbox', 'm', 'u'", "'mfa_required', 'all', 1, ''", "null, null")),
                new Refused(
                        "account_is_known",
                        link("'sandbox', 'm', 'u'", "'select_devices', 'all', 1, ''", "null, now()")),
                new Refused("reconnection_pkey", reconnection.formatted("'sandbox', 'd'", "repeat('01', 32)")),
                new Refused(
                        "reconnection_environment_check", reconnection.formatted("'test', 'e'", "repeat('01', 32)")),
                new Refused("reconnection_token_hash_check", reconnection.formatted("'sandbox', 'e'", "'01'")),
                new Refused("reconnection_by_token", reconnection.formatted("'sandbox', 'e'", "repeat('00', 32)")),
                new Refused(
                        "reconnection_customer_id_device_id_fkey",
                        reconnection.formatted("'sandbox', 'none'", "repeat('01', 32)")),
                new Refused("account_note_check", "update account set note = repeat('x', 4097)"),
                new Refused("account_material_check", "update account set material = repeat('x', 65537)"),
                new Refused("link_material_check", "update link set material = repeat('x', 65537)"),
                new Refused("material_names_its_key", "update account set material = 'in clear'"),
                new Refused("linked_keeps_nothing", "update link set material = '00112233.x'"),
                new Refused("installation_pkey", "insert into installation select * from installation"),
                new Refused(
                        "installation_one_check", "insert into installation select false, audit_key from installation"),
                new Refused("installation_audit_key_check", "update installation set audit_key = ''"));
    }

    private static List<Refused> refusedOfReadings() {
        String reading = "insert into reading (customer_id, environment, device_id) values ('c', %s)";
        return List.of(
                new Refused("reading_pkey", reading.formatted("'sandbox', 'd'")),
                new Refused("reading_environment_check", reading.formatted("'test', 'e'")),
                new Refused("reading_customer_id_device_id_fkey", reading.formatted("'sandbox', 'none'")),
                new Refused(
                        "reading_content_check",
                        "update reading set observed_at = now(), content = to_json(repeat('x', 32768))"),
                new Refused("reading_is_whole", "update reading set observed_at = now()"),
                new Refused("fault_is_whole", "update reading set fault_code = 'TIMEOUT'"),
                new Refused("pulls_end_after_they_begin", "update reading set pulled_token = 1"),
                new Refused("vendor_health_pkey", vendorHealth("n")),
                new Refused("look_pkey", look("'live', 'looked'")),
                new Refused("look_environment_check", look("'sandbox', 'e'")),
                new Refused("look_customer_id_device_id_fkey", look("'live', 'none'")),
                new Refused("lane_pkey", lane("'sandbox', 'd'")),
                new Refused("lane_environment_check", lane("'test', 'e'")),
                new Refused("lane_customer_id_device_id_fkey", lane("'sandbox', 'none'")),
                new Refused("quota_pkey", quota("repeat('0', 64)", "''")),
                new Refused("quota_id_check", quota("'foxess/somebody/day'", "''")),
                new Refused("quota_spent_check", quota("repeat('1', 64)", "repeat('x', 262145)")));
    }

    private static String quota(String id, String spent) {
        return "insert into quota values (" + id + ", " + spent + ", now())";
    }

    private static String look(String of) {
        return "insert into look values ('c', " + of + ", now(), now())";
    }

    private static String lane(String of) {
        return "insert into lane values ('c', " + of + ", 1, now())";
    }

    private static String vendorHealth(String node) {
        return "insert into vendor_health values ('v', '2026-06-01T12:00:00Z', '" + node + "', 1, 0, '{1}', 0)";
    }

    private static String account(String who, String externalId) {
        return "insert into account values ('c', %s, 'v', '%s', now())".formatted(who, externalId);
    }

    private static String link(String who, String what, String accountAndLapse) {
        return """
                insert into link (customer_id, environment, id, user_id, vendor, devices, created_at, updated_at, state, choice,
                    most, note, account, lapses_at)
                values ('c', %s, 'v', '[]', now(), now(), %s, %s)
                """.formatted(who, what, accountAndLapse);
    }

    private static String clock(String values) {
        return "insert into tenant_clock (customer_id, environment, frozen_at, ahead_ms, turning, target, begun) values ("
                + values + ")";
    }

    private static String audit(String where, String who) {
        return "insert into audit values (" + where + ", now(), " + who + ", 'key.created', 'k', '{}')";
    }

    private static String device(String who, String standing) {
        return "insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at,"
                + " standing_command, standing_parameters) values ('c', " + who + ", 'battery', 'v', 'm', now(), "
                + standing + ")";
    }

    @TestFactory
    Stream<DynamicTest> ruleRefuses() {
        return refused().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.constraint(), () -> assertThatThrownBy(() -> sql.attempt(each.statement()))
                                .isInstanceOf(SQLException.class)
                                .hasMessageContaining("\"" + each.constraint() + "\"")));
    }

    /** A rule that is added to the schema is added here. */
    @Test
    void everyRuleOfTheSchemaIsShown() {
        TreeSet<String> rules = new TreeSet<>(sql.column("""
                select conname from pg_constraint
                where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'p', 'f', 'x')
                  and conrelid::regclass::text <> 'flyway_schema_history'
                union
                select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
                where i.relnamespace = 'public'::regnamespace and x.indisunique
                  and x.indrelid::regclass::text <> 'flyway_schema_history'
                """));
        TreeSet<String> shown = new TreeSet<>();
        refused().forEach(each -> shown.add(each.constraint()));
        assertThat(shown).containsAll(rules);
    }

    /** Windows that touch do not overlap. */
    @Test
    void rulesLetThroughWhatIsInOrder() throws SQLException {
        sql.begin();
        try {
            sql.attempt(due("w1", false, span("13:00", "14:00")));
            sql.attempt(due("w2", false, span("11:00", "12:00")));
            sql.attempt(due("b", false, "null"));
            sql.attempt(new Row()
                    .id("b")
                    .state("failed", "return_waiting")
                    .ended("Over.")
                    .error("REVERT_FAILED")
                    .sql());
        } finally {
            sql.rollBack();
        }
    }
}
