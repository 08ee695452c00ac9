package energy.amps.server.clock;

import energy.amps.device.DeviceId;
import energy.amps.server.clock.ClockRow.Turning;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The SQL of clocks, and of the due rows that follow them. */
final class ClockRows {
    private static final String SELECT = "select " + TenantClock.COLUMNS
            + ", c.known, c.turning, c.target, c.begun, c.runs_on from tenant_clock c where c.customer_id = ?";

    private ClockRows() {}

    static Optional<ClockRow> find(Tx tx, Tenant tenant) {
        return tx.one(ClockRow::read, SELECT, customer(tenant));
    }

    /** The clock, which nobody else reads or turns until the transaction is over. */
    static Optional<ClockRow> lock(Tx tx, Tenant tenant) {
        return tx.one(ClockRow::read, SELECT + " for update", customer(tenant));
    }

    /** The same; made, where there is none. */
    static ClockRow lockOrMake(Tx tx, Tenant tenant) {
        tx.update(
                "insert into tenant_clock (customer_id, environment) values (?, ?) on conflict (customer_id) do nothing",
                customer(tenant),
                Environment.SANDBOX.wire());
        return lock(tx, tenant).orElseThrow();
    }

    /** A turn is asked for. */
    static void turn(Tx tx, Tenant tenant, Turning turning, Optional<Instant> target, boolean runsOn) {
        tx.update(
                "update tenant_clock set turning = ?, target = ?, runs_on = ? where customer_id = ?",
                turning.wire(),
                target,
                runsOn,
                customer(tenant));
    }

    /** Everybody knows. */
    static void known(Tx tx, Tenant tenant) {
        tx.update("update tenant_clock set known = true where customer_id = ?", customer(tenant));
    }

    /** The turn takes hold. */
    static void begin(Tx tx, Tenant tenant, Instant at, Optional<Instant> target) {
        tx.update("""
                update tenant_clock set begun = true, frozen_at = ?, ahead_ms = 0, target = ? where customer_id = ?
                """, at, target, customer(tenant));
    }

    /** The walk has come that far. */
    static void reach(Tx tx, Tenant tenant, Instant at) {
        tx.update("update tenant_clock set frozen_at = ? where customer_id = ?", at, customer(tenant));
    }

    /** The turn is over, and the clock stands, or runs that far ahead. */
    static void end(Tx tx, Tenant tenant, Optional<Instant> frozenAt, Duration ahead) {
        tx.update("""
                update tenant_clock set begun = false, turning = null, target = null, runs_on = false, frozen_at = ?, ahead_ms = ?
                where customer_id = ?
                """, frozenAt, ahead.toMillis(), customer(tenant));
    }

    /** Tells every other node that lives that the clock may be turned from now on; what was told to the dead is forgotten. */
    static void tell(Tx tx, Tenant tenant, String node, Instant now) {
        tx.update("""
                delete from clock_news w where not exists (select 1 from node n where n.id = w.node_id);
                insert into clock_news (node_id, customer_id)
                select n.id, ? from node n where n.id <> ? and n.lease_until > ?
                on conflict (node_id, customer_id) do nothing
                """, customer(tenant), node, now);
    }

    /** Whether some node that lives has yet to hear of it. */
    static boolean isNews(Tx tx, Tenant tenant, Instant now) {
        return tx.one(row -> row.flag("news"), """
                        select exists (select 1 from node n join clock_news w on w.node_id = n.id
                                       where w.customer_id = ? and n.lease_until > ?) as news
                        """, customer(tenant), now).orElseThrow();
    }

    /** Waits for whoever acts on a device of the tenant now, and may have begun before its node knew. */
    static void awaitActors(Tx tx, Tenant tenant) {
        tx.list(row -> true, """
                select id from device where customer_id = ? and environment = ? order by id for update
                """, customer(tenant), tenant.environment().wire());
    }

    /**
     * Time stands still: what nobody works on yet is due in the tenant's time alone. What was leased ahead is taken back; what
     * has come or has a call out goes its way.
     */
    static void stand(Tx tx, Tenant tenant, Set<String> kinds, Instant now) {
        tx.update(
                """
                update due d set tenant_at = coalesce(d.tenant_at, d.due_at), due_at = null, lease_owner = null,
                    lease_token = (d.lease_token | 1) + 1, back_at = null, unsettled = false
                where d.customer_id = ? and d.environment = ? and d.kind = any (?) and d.due_at is not null
                  and (d.lease_owner is null or d.due_at > ?)
                  and not exists (select 1 from action a where d.kind = 'action' and a.customer_id = d.customer_id and a.id = d.ref
                                  and a.stage in ('sending', 'return_sending', 'releasing'));
                update due d set tenant_at = d.due_at, back_at = null, unsettled = false
                where d.customer_id = ? and d.environment = ? and d.kind = any (?) and d.tenant_at is null
                """,
                customer(tenant),
                tenant.environment().wire(),
                kinds.toArray(String[]::new),
                now,
                customer(tenant),
                tenant.environment().wire(),
                kinds.toArray(String[]::new));
    }

    /** Time runs that far ahead of the platform's: what is due in the tenant's time is due in the platform's. */
    static void run(Tx tx, Tenant tenant, Set<String> kinds, Duration ahead) {
        tx.update(
                ahead.isZero() ? """
                        update due set due_at = coalesce(due_at, tenant_at - ? * interval '1 millisecond'), tenant_at = null
                        where customer_id = ? and environment = ? and kind = any (?) and tenant_at is not null
                        """ : """
                        update due set due_at = tenant_at - ? * interval '1 millisecond'
                        where customer_id = ? and environment = ? and kind = any (?) and due_at is null
                        """,
                ahead.toMillis(),
                customer(tenant),
                tenant.environment().wire(),
                kinds.toArray(String[]::new));
    }

    /** Whether somebody still works on what was due. */
    static boolean isBusy(Tx tx, Tenant tenant, Set<String> kinds) {
        return tx.one(
                        row -> row.flag("busy"),
                        """
                        select exists (select 1 from due where customer_id = ? and environment = ? and kind = any (?)
                                       and tenant_at is not null and due_at is not null) as busy
                        """,
                        customer(tenant),
                        tenant.environment().wire(),
                        kinds.toArray(String[]::new))
                .orElseThrow();
    }

    /**
     * What is due next, in its order.
     *
     * @param kind whose business it is
     * @param device the device it concerns
     * @param at the tenant's instant
     */
    record Next(String kind, DeviceKey device, Instant at) {}

    static List<Next> next(Tx tx, Tenant tenant, Set<String> kinds, Instant until, int limit) {
        return tx.list(
                row -> new Next(
                        row.text("kind"),
                        new DeviceKey(tenant, new DeviceId(row.text("device_id"))),
                        row.instant("tenant_at")),
                """
                select kind, device_id, tenant_at from due
                where customer_id = ? and environment = ? and tenant_at <= ? and kind = any (?)
                order by tenant_at limit ?
                """,
                customer(tenant),
                tenant.environment().wire(),
                until,
                kinds.toArray(String[]::new),
                limit);
    }

    /** Devices of the tenant in id order, from the one after {@code after}. */
    static List<DeviceKey> devices(Tx tx, Tenant tenant, String after, int limit) {
        return tx.list(
                row -> new DeviceKey(tenant, new DeviceId(row.text("id"))),
                "select id from device where customer_id = ? and environment = ? and id > ? order by id limit ?",
                customer(tenant),
                tenant.environment().wire(),
                after,
                limit);
    }

    private static String customer(Tenant tenant) {
        return tenant.customer().value();
    }
}
