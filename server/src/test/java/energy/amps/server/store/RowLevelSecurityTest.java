package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.device.Family;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.schedule.plan.SlotRequest;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The second wall between tenants, with the first one gone: raw statements under the API's own role, as a bug in a query
 * would send them. The tables are taken from the catalogue, so that a new one without its policy fails here.
 */
class RowLevelSecurityTest {
    private static final String TENANT_TABLES = """
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and (c.relname = 'customer' or exists (select 1 from pg_attribute a
                   where a.attrelid = c.oid and a.attname = 'customer_id'))
            order by c.relname
            """;

    private static final List<String> WRITABLE = List.of(
            "connector_state",
            "connector_chapter",
            "action",
            "due",
            "event",
            "audit",
            "recall",
            "allowance",
            "api_key",
            "idempotency",
            "schedule",
            "reading",
            "lane",
            "device_count");

    /** A row of the house of each table that the API may insert into, as JSON. */
    private static final Map<String, String> OWN_ROWS = new HashMap<>();

    private static final ScheduleRequest SCHEDULE = new ScheduleRequest(
            Optional.empty(),
            Optional.empty(),
            List.of(new SlotRequest(
                    Optional.empty(),
                    Optional.of("2030-01-01T00:00:00Z"),
                    Optional.empty(),
                    "idle",
                    Optional.empty())));

    private static House house;
    private static Sql sql;

    @BeforeAll
    static void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
        House.passed(house.push("charge", Optional.empty(), Optional.empty(), Optional.empty()));
        House.eventually().until(() -> sql.number("select count(*) from event where type = 'push.completed'") > 0);
        House.passed(house.push("discharge", Optional.of("30m"), Optional.empty(), Optional.empty()));
        House.passed(house.platform
                .schedules()
                .set(house.caller, Family.BATTERY, house.battery(), SCHEDULE, Keep.nothing()));
        house.platform.customers().issueKey(house.tenant);
        // The customer's making is told in both environments; here one of them is the stranger.
        sql.run("delete from audit where environment = 'live'");
        sql.run(
                "insert into recall values (?, 'sandbox', 're', null, true, now(), now() + interval '1 day')",
                house.tenant.customer().value());
        sql.run(
                "insert into allowance values (?, 'sandbox', 'k', 1, now())",
                house.tenant.customer().value());
        sql.run(
                "insert into idempotency values (?, 'sandbox', sha256('k'), sha256(''), 't', now(), now())",
                house.tenant.customer().value());
        sql.run(
                "insert into connector_chapter select customer_id, environment, device_id, now(), now() + interval '1 hour',"
                        + " version, content from connector_state limit 1");
        sql.run(
                "insert into telemetry select customer_id, environment, device_id, ?::timestamptz, ?::timestamptz, '{}'"
                        + " from connector_state limit 1",
                House.START.toString(),
                House.START.toString());
        sql.run("insert into lane select customer_id, environment, id, 1, now() from device limit 1");
        sql.run("insert into reading (customer_id, environment, device_id)"
                + " select customer_id, environment, id from device limit 1");
        for (String table : WRITABLE) {
            String row = sql.column("select row_to_json(t)::text from " + table + " t")
                    .getFirst();
            OWN_ROWS.put(table, row.replace("'", "''"));
        }
    }

    @AfterAll
    static void close() {
        sql.close();
        house.close();
    }

    @Test
    void everyTableOfATenantHasPoliciesThatHoldForItsOwnerToo() {
        assertThat(tables())
                .contains(
                        "action",
                        "api_key",
                        "connector_state",
                        "customer",
                        "device",
                        "due",
                        "event",
                        "idempotency",
                        "schedule");
        for (String table : tables()) {
            assertThat(sql.column(
                            "select relrowsecurity and relforcerowsecurity from pg_class where relname = ?", table))
                    .as(table)
                    .containsExactly("t");
        }
    }

    /** Every table that is not a tenant's is named here, with its reason: somebody decided it. */
    @Test
    void tablesWithoutATenantAreKnown() {
        List<String> rest = sql.column(
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')");
        assertThat(rest.stream().filter(table -> !tables().contains(table)))
                // The nodes of the platform, what is the installation's own, and what Flyway did.
                .containsExactlyInAnyOrder("node", "installation", "flyway_schema_history", "vendor_health", "quota");
    }

    @Test
    void rolesOfThePlatformCannotBypassThePolicies() {
        assertThat(sql.column("""
                        select rolname from pg_roles where rolname in ('amps_api', 'amps_engine')
                          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin)
                        """)).isEmpty();
        assertThat(sql.column("""
                        select c.relname from pg_class c join pg_roles r on r.oid = c.relowner
                        where r.rolname in ('amps_api', 'amps_engine')
                        """)).isEmpty();
    }

    @Test
    void withoutATenantNothingIsSeenAndNothingTouched() {
        asApi(() -> {
            for (String table : tables()) {
                assertThat(seen(table)).as(table).isZero();
                assertThat(touched("delete from " + table)).as(table).isZero();
            }
        });
    }

    @Test
    void anotherTenantSeesAndTouchesNothing() {
        for (String[] other : others()) {
            asApi(() -> {
                become(other[0], other[1]);
                for (String table : tables()) {
                    assertThat(seen(table)).as(table).isZero();
                    assertThat(touched("delete from " + table)).as(table).isZero();
                }
                for (String update : List.of(
                        "update device set plant_zone = 'UTC'",
                        "update connector_state set content = ''",
                        "update action set message = 'x'",
                        "update schedule set timezone = 'UTC'",
                        "update due set due_at = now()",
                        "update idempotency set token = 'x'",
                        "update reading set ended_at = now()",
                        "update lane set until_at = now()")) {
                    assertThat(touched(update)).as(update).isZero();
                }
            });
        }
    }

    /** Otherwise the tests above would pass on empty tables. */
    @Test
    void tenantSeesItsOwn() {
        asApi(() -> {
            become(house.tenant.customer().value(), "sandbox");
            for (String table : List.of(
                    "end_user",
                    "device",
                    "connector_state",
                    "connector_chapter",
                    "telemetry",
                    "action",
                    "due",
                    "event",
                    "api_key",
                    "audit",
                    "allowance",
                    "idempotency",
                    "reading",
                    "lane",
                    "schedule",
                    "device_count")) {
                assertThat(seen(table)).as(table).isPositive();
            }
        });
    }

    @Test
    void rowsOfAnotherTenantCannotBeWritten() {
        for (String[] other : others()) {
            for (String table : WRITABLE) {
                asApi(() -> {
                    become(other[0], other[1]);
                    String columns = String.join(", ", sql.column("""
                            select attname from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped
                            order by attnum
                            """, table));
                    // The row itself, read by the superuser before, as one that names the victim.
                    assertThatThrownBy(() -> sql.attempt("insert into " + table + " (" + columns + ") select " + columns
                                    + " from json_populate_record(null::" + table + ", '" + OWN_ROWS.get(table) + "')"))
                            .as(table)
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("row-level security");
                });
            }
        }
    }

    /** Moving one's own row into another tenant is a write to that tenant. */
    @Test
    void ownRowsCannotBeGivenAway() {
        asApi(() -> {
            become(house.tenant.customer().value(), "sandbox");
            assertThatThrownBy(() -> sql.attempt("update device set environment = 'live'"))
                    .hasMessageContaining("row-level security");
        });
    }

    @Test
    void keysAndCustomersAreNotTheApisToRead() {
        for (String table : List.of("api_key", "customer", "node", "installation", "vendor_health", "quota")) {
            asApi(() -> assertThatThrownBy(() -> sql.attempt("select * from " + table))
                    .hasMessageContaining("permission denied"));
        }
    }

    /** Roles belong to the whole cluster, so the right is given for the length of this test alone. */
    @Test
    void databaseIsNotOpenedUnderARoleThatBypasses() {
        sql.run("alter role amps_api bypassrls");
        try {
            assertThatThrownBy(() -> Database.open(House.address(house.postgres), new SimpleMeterRegistry())
                            .close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("row-level security");
        } finally {
            sql.run("alter role amps_api nobypassrls");
        }
        Database.open(House.address(house.postgres), new SimpleMeterRegistry()).close();
    }

    private static List<String> tables() {
        return sql.column(TENANT_TABLES);
    }

    private static List<String[]> others() {
        return List.of(
                new String[] {"cus_other", "sandbox"},
                new String[] {house.tenant.customer().value(), "live"});
    }

    private static void become(String customer, String environment) {
        sql.column(
                "select set_config('amps.customer', ?, true) || set_config('amps.environment', ?, true)",
                customer,
                environment);
    }

    private static void asApi(Runnable work) {
        sql.begin();
        try {
            sql.run("set local role amps_api");
            work.run();
        } finally {
            sql.rollBack();
        }
    }

    /** How many rows a table shows; a table that the role may not read at all shows none. */
    private static long seen(String table) {
        return orNone(() -> sql.number("select count(*) from " + table));
    }

    private static long touched(String statement) {
        return orNone(() -> (long) sql.run(statement));
    }

    private static long orNone(LongSupplier work) {
        sql.run("savepoint before");
        try {
            return work.getAsLong();
        } catch (AssertionError e) {
            if (e.getCause() instanceof SQLException refused && "42501".equals(refused.getSQLState())) {
                sql.run("rollback to savepoint before");
                return 0;
            }
            throw e;
        }
    }
}
