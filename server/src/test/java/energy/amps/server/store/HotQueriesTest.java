package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every hot query is planned by its index. */
class HotQueriesTest {
    private static Sql sql;

    @BeforeAll
    static void open() {
        sql = Sql.on(House.database());
        sql.column("select telemetry_day_made(current_date)");
    }

    @AfterAll
    static void close() {
        sql.close();
    }

    /** With rows enough that reading a whole table would cost more. */
    @Test
    void hotQueriesHaveTheirIndex() {
        sql.begin();
        try {
            fill();
            uses("due_free", """
                    select customer_id, kind, ref from due
                    where lease_owner is null and due_at <= now() and kind = any ('{action}')
                    order by due_at limit 500 for update skip locked
                    """);
            uses("due_leased", "select 1 from due where lease_owner = 'n'");
            uses("due_of_device", "select * from due where customer_id = 'c' and device_id = 'd9' and kind = 'action'");
            uses("due_leased", "select min(lease_owner) from due where lease_owner > 'm'");
            uses(
                    "device_pkey",
                    "select * from device where customer_id = 'c' and environment = 'sandbox' and id = 'd9'");
            uses("connector_state_pkey", "select * from connector_state where customer_id = 'c' and device_id = 'd9'");
            uses("action_pkey", "select * from action where customer_id = 'c' and id = 'a9'");
            String told = """
                    select a.* from event e join webhook_attempt a on a.customer_id = e.customer_id and a.event_id = e.id
                    where e.customer_id = 'c' and e.environment = 'sandbox' and e.device_id = 'd9' and e.occurred_at >= now()
                    and e.data ->> 'actionId' = 'a9' order by a.at, a.id limit 100
                    """;
            uses("event_of_device", told);
            uses("event_id_idx", told);
            uses(
                    "action_of_device",
                    "select * from action where customer_id = 'c' and device_id = 'd9' order by id desc limit 1");
            // A customer's few live actions, behind thousands of the sandbox's.
            uses("action_of_environment", """
                    select * from action where customer_id = 'c' and environment = 'live' order by id desc limit 11
                    """);
            uses(
                    "action_of_user",
                    "select * from action where customer_id = 'c' and user_id = 'u9' order by id desc limit 11");
            uses("device_of_family", """
                    select * from device where customer_id = 'c' and environment = 'sandbox' and family = 'battery'
                    order by id limit 11
                    """);
            uses(
                    "device_of_user",
                    "select * from device where customer_id = 'c' and user_id = 'u9' order by id limit 11");
            uses("due_back", "select back_at from due where back_at < now() order by back_at limit 1");
            uses("due_back", """
                    select count(*) from (
                        select from due where back_at < now() and not holds order by back_at limit 100000) r
                    """);
            uses("due_unsettled", """
                    select count(*) from (select from due where unsettled order by due_at limit 100000) u
                    """);
            uses("due_free", "select min(due_at) from due where lease_owner is null and due_at < now()");
            uses("look_due", """
                    select ctid from look where due_at <= now() order by due_at limit 32 for update skip locked
                    """);
            uses("job_due", """
                    select ctid from job where due_at <= now() and kind = any ('{erase}') order by due_at limit 8
                    for update skip locked
                    """);
            uses(
                    "account_of_user",
                    "select * from account where customer_id = 'c' and user_id = 'u9' and vendor = 'v' and external_id = 'x9'");
            uses(
                    "device_of_link",
                    "select * from device where customer_id = 'c' and link_id = 'l9' and leaving_at is null");
            uses("link_of_user", "select * from link where customer_id = 'c' and user_id = 'u9' order by id limit 11");
            uses("link_of_environment", """
                    select * from link where customer_id = 'c' and environment = 'live' order by id desc limit 11
                    """);
            uses("link_pending", """
                    select from link where customer_id = 'c' and environment = 'sandbox' and state <> 'linked' limit 1001
                    """);
            uses("end_user_of_environment", """
                    select * from end_user where customer_id = 'c' and environment = 'live' order by id desc limit 11
                    """);
            uses(
                    "one_schedule_per_device",
                    "select * from schedule where customer_id = 'c' and device_id = 'd9' and state = 'active'");
            uses("schedule_pkey", "select * from schedule where customer_id = 'c' and id = 's9'");
            uses("schedule_of_device", """
                    select * from schedule where customer_id = 'c' and environment = 'sandbox' and device_id = 'd9'
                    order by id desc limit 11
                    """);
            uses("schedule_of_user", """
                    select * from schedule where customer_id = 'c' and environment = 'sandbox' and user_id = 'u9'
                    order by id desc limit 11
                    """);
            uses("schedule_of_environment", """
                    select * from schedule where customer_id = 'c' and environment = 'live' order by id desc limit 11
                    """);
            uses("one_schedule_per_device", """
                    select s.device_id from schedule s where s.customer_id = 'c' and s.environment = 'sandbox'
                    and s.state = 'active' and s.device_id > 'd5' and s.key_id = 'k' order by s.device_id limit 256
                    """);
            sql.run("update due set tenant_at = due_at, due_at = null where customer_id = 'c' and device_id = 'd9'");
            uses("due_turned", """
                    select kind, device_id, tenant_at from due
                    where customer_id = 'c' and environment = 'sandbox' and tenant_at <= now() and kind = any ('{action}')
                    order by tenant_at limit 256
                    """);
            uses(
                    "recall_due",
                    "select * from recall where due_at <= now() order by due_at limit 20 for update skip locked");
            uses("allowance_pkey", "select * from allowance where customer_id = 'c' and key_id = 'k9'");
            uses("audit_of_environment", """
                    select * from audit where customer_id = 'c' and environment = 'live' order by id desc limit 11
                    """);
            uses("audit_of_key", """
                    select * from audit where customer_id = 'c' and environment = 'sandbox' and key_id = 'k9'
                    order by id desc limit 11
                    """);
            uses("audit_of_action", """
                    select * from audit where customer_id = 'c' and environment = 'sandbox' and action = 'a9'
                    order by id desc limit 11
                    """);
            uses(
                    "api_key_of_environment",
                    "select * from api_key where customer_id = 'c' and environment = 'live' order by id desc limit 11");
            uses("chapter_until", """
                    select content from connector_chapter
                    where customer_id = 'c' and device_id = 'd9' and to_at > now() - interval '1 day' and from_at < now()
                    order by to_at limit 1025
                    """);
            uses("telemetry_", """
                    select state from telemetry
                    where customer_id = 'c' and environment = 'sandbox' and device_id = 'd9'
                      and observed_at > now() - interval '1 day' and observed_at <= now()
                      and received_at >= now() - interval '1 day' and received_at < now() + interval '1 day'
                    order by observed_at, received_at limit 10000
                    """);
            uses("vendor_call_pkey", """
                    select * from vendor_call where customer_id = 'c' and environment = 'sandbox' and action_id = 'a9'
                    order by id limit 501
                    """);
            uses("vendor_call_by_age", "select * from vendor_call where kept_at <= now() order by kept_at limit 1000");
            uses(
                    "vendor_call_of_device",
                    "select ctid from vendor_call where customer_id = 'c' and device_id = 'd9' limit 9");
            uses("idempotency_pkey", """
                    select * from idempotency where customer_id = 'c' and environment = 'sandbox' and scope = sha256('9'::bytea)
                    """);
            uses(
                    "idempotency_by_age",
                    "select * from idempotency where created_at <= now() order by created_at limit 1000");
            uses("reading_pkey", "select * from reading where customer_id = 'c' and device_id = 'd9'");
            uses("quota_expired", """
                    select ctid from quota where expires_at < now() - interval '1 day' order by expires_at limit 1000
                    for update skip locked
                    """);
            uses("vendor_health_by_age", "delete from vendor_health where minute < now() - interval '1 day'");
            uses("event_unnumbered", """
                    select id from event where customer_id = 'c' and environment = 'sandbox' and position is null
                    order by id limit 500
                    """);
            uses("event_feed", """
                    select id from event where customer_id = 'c' and environment = 'sandbox' and position is not null
                      and position > 50 order by event.position limit 51
                    """);
            uses("delivery_free", """
                    select ctid from delivery where customer_id = 'c' and endpoint_id = 'ep9' and lease_owner is null
                      and due_at <= now() order by due_at limit 64 for update skip locked
                    """);
            uses("delivery_leased", "select min(lease_owner) from delivery where lease_owner > 'm'");
            uses("webhook_endpoint_of_environment", """
                    select * from webhook_endpoint where customer_id = 'c' and environment = 'sandbox' order by id
                    """);
            uses(
                    "webhook_attempt_0_customer_id_event_id_idx",
                    "select id from webhook_attempt where customer_id = 'c' and event_id = 'evt_7'");
            uses("webhook_attempt_0_customer_id_endpoint_id_id_idx", """
                    select id from webhook_attempt a where customer_id = 'c' and environment = 'sandbox'
                      and endpoint_id = 'ep9' order by a.id desc limit 11
                    """);
            uses("api_key_by_hash", "select * from api_key where hash = sha256('9'::bytea)");
        } finally {
            sql.rollBack();
        }
    }

    /** Of indexes that look equally cheap on a small table the key's must be taken: the plan is kept while the table grows. */
    @Test
    void smallTablesAreSearchedByTheirKeys() {
        sql.begin();
        try {
            sql.run("analyze");
            sql.run("set local enable_seqscan = off");
            uses("device_pkey", "select * from device where customer_id = 'c' and id = 'd'");
            uses(
                    "device_pkey",
                    "select * from device where customer_id = 'c' and environment = 'sandbox' and id = 'd' for update");
            uses("action_pkey", "select * from action where customer_id = 'c' and id = 'first'");
        } finally {
            sql.rollBack();
        }
    }

    /** Four customers with a thousand devices each and ten actions on every device, most of them live, and one to come. */
    private static void fill() {
        sql.run("insert into customer select c, 'c', true, now() from unnest(array['c', 'c2', 'c3', 'c4']) c");
        String tenants = " from (values ('c'), ('c2'), ('c3'), ('c4')) t (c), generate_series(1, ";
        sql.run(
                "insert into end_user select c, case when n % 3 = 0 then 'live' else 'sandbox' end, 'u' || n, null, now()"
                        + tenants + "300) n");
        sql.run("insert into api_key select c, 'sandbox', 'k' || n, sha256((c || '/' || n)::bytea), now()" + tenants
                + "300) n");
        sql.run("insert into device (customer_id, environment, id, user_id, family, vendor, model, created_at)"
                + " select c, 'sandbox', 'd' || n, 'u' || 1 + n % 300, (array['battery', 'hvac'])[1 + n % 2], 'v', 'm', now()"
                + tenants + "1000) n");
        sql.run("update device set link_id = 'l' || id, external_id = 'x'");
        sql.run("insert into account select c, 'sandbox', 'l' || n, 'u' || 1 + n % 300, 'v', 'x' || n, now()" + tenants
                + "1000) n");
        sql.run("""
                insert into link (customer_id, environment, id, user_id, vendor, state, choice, most, note, account, devices,
                    created_at, updated_at)
                select c, 'sandbox', 'l' || n, 'u' || 1 + n % 300, 'v', 'linked', 'all', 1, '', 'x', '[]', now(), now()
                """ + tenants + "1000) n");
        sql.run("insert into job select c, 'sandbox', 'erase', 'r' || n, now() + n * interval '1 minute'" + tenants
                + "1000) n");
        sql.run("insert into idempotency select c, 'sandbox', sha256((c || n)::bytea), sha256(''), 't',"
                + " now() + n * interval '1 second', now()" + tenants + "2000) n");
        sql.run("""
                insert into vendor_call (customer_id, environment, action_id, id, device_id, kind, purpose, attempt, begun_at,
                    micros, outcome, kept_at)
                select c, 'sandbox', 'a' || n / 2, 'call' || n, 'd' || 1 + n % 1000, 'write', 'apply', 1, now(), 1, 'accepted',
                    now() + n * interval '1 second'
                """ + tenants + "10000) n");
        sql.run("insert into connector_state select c, 'sandbox', 'd' || n, 1, ''" + tenants + "1000) n");
        sql.run("insert into reading (customer_id, environment, device_id) select c, 'sandbox', 'd' || n" + tenants
                + "1000) n on conflict do nothing");
        sql.run(
                "insert into quota select encode(sha256((c || '/' || n)::bytea), 'hex'), '', now() + n * interval '1 minute'"
                        + tenants + "1000) n");
        sql.run("insert into vendor_health select c, now() - n * interval '1 minute', 'n', 1, 0, '{1}', 0" + tenants
                + "1000) n");
        sql.run("""
                insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, state, stage,
                    created_at, updated_at, completed_at, message, clear_scheduler)
                select c, case when n % 100 = 0 then 'sandbox' else 'live' end, 'a' || n, 'd' || 1 + n % 1000, 'u' || 1 + n % 300, 'k', 'battery', 'charge',
                    'completed', 'done', now(), now(), now(), 'Over.', false
                """ + tenants + "10000) n");
        sql.run("""
                insert into action (customer_id, environment, id, device_id, user_id, key_id, family, command, state, stage,
                    start_at, created_at, updated_at, clear_scheduler)
                select c, 'sandbox', 'w' || n, 'd' || n, 'u' || 1 + n % 300, 'k', 'battery', 'charge',
                    'scheduled', 'waiting', now() + interval '1 day', now(), now(), false
                """ + tenants + "1000) n");
        // One that is active on each device, and nine that were.
        sql.run("""
                insert into schedule (customer_id, environment, id, device_id, user_id, key_id, family, timezone, definition,
                    first_date, revision, state, begins_at, undecided_from, next_fire_at, created_at, updated_at)
                select c, case when n % 100 = 0 then 'live' else 'sandbox' end, 's' || n, 'd' || 1 + n % 1000, 'u' || 1 + n % 300,
                    'k', 'battery', 'UTC', '{}', current_date, 1,
                    case when n <= 1000 then 'active' else 'cancelled' end,
                    now(), now(), null, now(), now()
                """ + tenants + "10000) n");
        sql.run("""
                insert into due select c, 'sandbox', 'action', 'a' || n, 'd' || n, now() + n * interval '1 minute',
                    case when n % 50 = 0 then 'n' end, 1
                """ + tenants + "10000) n");
        sql.run(
                "insert into webhook_endpoint (customer_id, environment, id, url, description, headers, enabled, secret, since,"
                        + " rate_at, created_at, updated_at) select c, case when n % 50 = 0 then 'sandbox' else 'live' end, 'ep' || n, 'u', '', '', true, 's', '', now(), now(), now()"
                        + tenants + "300) n");
        sql.run(
                "insert into event select c, 'sandbox', 'evt_' || n, 'd' || 1 + n % 1000, 'u', 100 + n, 't', now(), null,"
                        + " case when n % 100 <> 0 then 1000 + n end" + tenants + "10000) n");
        sql.run(
                "insert into delivery select c, 'sandbox', 'ep' || 1 + n % 300, 'evt_' || n, now() + n * interval '1 second', 0,"
                        + " case when n % 50 = 0 then 'n' end, 0" + tenants + "10000) n");
        sql.run(
                "insert into webhook_attempt select n % 9, c, 'sandbox', 'ep' || 1 + n % 300, 'att_' || n, 'evt_' || n % 5000, 't', 1, now(), 1, 200"
                        + tenants + "20000) n");
        sql.run(
                "insert into audit select c, case when n % 100 = 0 then 'live' else 'sandbox' end, 'au' || n, now(), 'key', 'k' || n % 300, 'a' || n % 300, 's', '{}'"
                        + tenants + "3000) n");
        sql.run("insert into recall select c, 'live', 're' || n, null, true, now(), now() + n * interval '1 minute'"
                + tenants + "1000) n");
        sql.run("insert into allowance select c, 'live', 'k' || n, 1, now()" + tenants
                + "1000) n on conflict do nothing");
        sql.run("insert into connector_chapter select c, 'sandbox', 'd' || n % 1000 + 1, now() - n * interval '1 hour',"
                + " now() - (n - 1) * interval '1 hour', 1, ''" + tenants + "5000) n");
        sql.run(
                "insert into telemetry select c, 'sandbox', 'd' || n % 1000 + 1, current_date + n * interval '1 second',"
                        + " current_date + n * interval '1 second', '{}'" + tenants + "10000) n");
        sql.run(
                "insert into look (customer_id, environment, device_id, planned_at, due_at) select customer_id, 'live', id,"
                        + " now(), now() + row_number() over (order by id) * interval '1 minute' from device where id like 'd_%'");
        sql.run("analyze");
    }

    private static void uses(String index, String query) {
        assertThat(String.join("\n", sql.column("explain " + query)))
                .as(query)
                .contains(index)
                .doesNotContain("Seq Scan");
    }
}
