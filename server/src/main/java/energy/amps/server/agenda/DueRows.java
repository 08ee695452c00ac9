package energy.amps.server.agenda;

import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The SQL of the table {@code due} and of the nodes that hold its rows. Every token that is given here is even, which {@link Due} tells
 * the reason of.
 */
final class DueRows {
    private DueRows() {}

    /** A row that is due now, already leased to {@code node}; empty when there is one already. */
    static Optional<Lease> keep(Tx tx, String node, DueKey key, Instant now) {
        return tx.one(
                DueRows::lease,
                """
                insert into due (customer_id, environment, kind, ref, device_id, due_at, lease_owner, lease_token)
                values (?, ?, ?, ?, ?, ?, ?, 2)
                on conflict (customer_id, kind, ref) do nothing
                returning customer_id, environment, kind, ref, device_id, due_at, lease_token
                """,
                key.device().tenant().customer().value(),
                key.device().tenant().environment().wire(),
                key.kind(),
                key.ref(),
                key.device().device().value(),
                now,
                node);
    }

    /** Nothing is due there any more. */
    static int drop(Tx tx, DueKey key) {
        return tx.update(
                "delete from due where customer_id = ? and kind = ? and ref = ?",
                key.device().tenant().customer().value(),
                key.kind(),
                key.ref());
    }

    /** Leases to {@code node} what is due for a tenant by its own time, which stands; the platform's instant is {@code now}. */
    static List<Lease> take(Tx tx, String node, Tenant tenant, Set<String> kinds, Instant until, Instant now) {
        return tx.list(
                DueRows::lease,
                """
                update due set lease_owner = ?, lease_token = (lease_token | 1) + 1, due_at = ?
                where customer_id = ? and environment = ? and kind = any (?) and tenant_at <= ? and due_at is null
                returning customer_id, environment, kind, ref, device_id, due_at, lease_token
                """,
                node,
                now,
                tenant.customer().value(),
                tenant.environment().wire(),
                kinds.toArray(String[]::new),
                until);
    }

    /** Leases to {@code node} up to {@code limit} free rows of the {@code kinds} it knows, due at or before {@code until}, earliest first. */
    static List<Lease> claim(Tx tx, String node, Set<String> kinds, Instant until, int limit) {
        return tx.list(DueRows::lease, """
                update due d set lease_owner = ?, lease_token = (d.lease_token | 1) + 1
                where d.ctid = any (array(
                    select ctid from due
                    where lease_owner is null and due_at <= ? and kind = any (?)
                    order by due_at limit ?
                    for update skip locked))
                returning d.customer_id, d.environment, d.kind, d.ref, d.device_id, d.due_at, d.lease_token
                """, node, until, kinds.toArray(String[]::new), limit);
    }

    /**
     * Frees rows that this node holds, those left out that have changed hands since; gives how many. A row that is locked is
     * being changed by someone: it is left alone, as waiting for locks in no order may end in a deadlock.
     */
    static int release(Tx tx, String node, List<Lease> leases) {
        return tx.update(
                """
                update due set lease_owner = null
                where ctid = any (array(
                    select d.ctid
                    from unnest(?, ?, ?, ?) as t(customer_id, kind, ref, token)
                    join due d on d.customer_id = t.customer_id and d.kind = t.kind and d.ref = t.ref
                    where d.lease_owner = ? and d.lease_token = t.token
                    for update of d skip locked))
                """,
                texts(leases, key -> key.device().tenant().customer().value()),
                texts(leases, DueKey::kind),
                texts(leases, DueKey::ref),
                leases.stream().map(Lease::token).toArray(Long[]::new),
                node);
    }

    private static String[] texts(List<Lease> leases, Function<DueKey, String> part) {
        return leases.stream().map(lease -> part.apply(lease.key())).toArray(String[]::new);
    }

    /** Everything that a node holds. */
    static List<Lease> heldBy(Tx tx, String node) {
        return tx.list(DueRows::lease, """
                select customer_id, environment, kind, ref, device_id, due_at, lease_token from due where lease_owner = ?
                order by customer_id, kind, ref
                """, node);
    }

    /** Frees rows that a node holds under these very tokens; whatever was decided under them counts no more. */
    static int giveUp(Tx tx, String node, List<Lease> leases) {
        return tx.update(
                """
                update due d set lease_owner = null, lease_token = (d.lease_token | 1) + 1
                from unnest(?, ?, ?, ?) as k(customer_id, kind, ref, token)
                where d.customer_id = k.customer_id and d.kind = k.kind and d.ref = k.ref and d.lease_token = k.token
                  and d.lease_owner = ?
                """,
                texts(leases, key -> key.device().tenant().customer().value()),
                texts(leases, DueKey::kind),
                texts(leases, DueKey::ref),
                leases.stream().map(Lease::token).toArray(Long[]::new),
                node);
    }

    /** Renews a node's lease; gives whose clocks may be turned from now on, as far as it has not yet said that it knows. */
    static List<CustomerId> renew(Tx tx, String node, Instant leaseUntil) {
        return tx.both(
                        row -> row.text("id"),
                        row -> new CustomerId(row.text("customer_id")),
                        """
                        insert into node (id, lease_until) values (?, ?)
                        on conflict (id) do update set lease_until = excluded.lease_until
                        returning id;
                        select customer_id from clock_news where node_id = ?
                        """,
                        node,
                        leaseUntil,
                        node)
                .second();
    }

    /** Says that a node has heard of these. */
    static int heard(Tx tx, String node, List<CustomerId> customers) {
        return tx.update(
                "delete from clock_news where node_id = ? and customer_id = any (?)",
                node,
                customers.stream().map(CustomerId::value).toArray(String[]::new));
    }

    /** Everybody whose clock was ever turned. */
    static List<CustomerId> turned(Tx tx) {
        return tx.list(row -> new CustomerId(row.text("customer_id")), "select customer_id from tenant_clock");
    }

    /**
     * Takes the rows from every node whose lease has lapsed; gives how many rows. What is locked is
     * left for the next time: a node may stand still in the middle of a transaction, and must not hold up the renewals of the
     * others.
     */
    static int sweep(Tx tx, Instant now) {
        tx.update("""
                delete from node where ctid = any (array(select ctid from node where lease_until < ? for update skip locked))
                """, now);
        // Who holds rows at all is asked owner by owner, each one step into the index, however many rows they hold.
        return tx.update("""
                update due set lease_owner = null, lease_token = (lease_token | 1) + 1
                where ctid = any (array(
                    select ctid from due
                    where lease_owner = any (array(
                        with recursive holder as (
                            select min(lease_owner) as id from due where lease_owner is not null
                            union all
                            select (select min(lease_owner) from due where lease_owner > holder.id)
                            from holder where holder.id is not null)
                        select id from holder
                        where id is not null and not exists (select 1 from node where node.id = holder.id)))
                    for update skip locked))
                """);
    }

    /** Whether other nodes are alive. */
    static boolean isOneOfSeveral(Tx tx, String node) {
        return tx.one(row -> row.flag("several"), "select exists (select from node where id <> ?) as several", node)
                .orElseThrow();
    }

    /** Frees everything that a node holds, and forgets the node. */
    static void leave(Tx tx, String node) {
        tx.update("delete from node where id = ?", node);
        tx.update("update due set lease_owner = null, lease_token = (lease_token | 1) + 1 where lease_owner = ?", node);
    }

    private static Lease lease(Row row) {
        Tenant tenant = new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
        DeviceKey device = new DeviceKey(tenant, new DeviceId(row.text("device_id")));
        return new Lease(
                new DueKey(row.text("kind"), device, row.text("ref")),
                row.number("lease_token"),
                row.instant("due_at"));
    }
}
