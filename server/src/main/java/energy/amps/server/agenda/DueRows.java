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
import java.util.Set;
import java.util.function.Function;

/** The SQL of the table {@code due} and of the nodes that hold its rows. */
final class DueRows {
    private DueRows() {}

    /** Leases to {@code node} up to {@code limit} free rows of the {@code kinds} it knows, due at or before {@code until}, earliest first. */
    static List<Lease> claim(Tx tx, String node, Set<String> kinds, Instant until, int limit) {
        return tx.list(DueRows::lease, """
                update due d set lease_owner = ?, lease_token = d.lease_token + 1
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
                update due d set lease_owner = null, lease_token = d.lease_token + 1
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

    /**
     * Renews a node's lease, and takes the rows from every node whose lease has lapsed; gives how many rows. What is locked is
     * left for the next time: a node may stand still in the middle of a transaction, and must not hold up the renewals of the
     * others.
     */
    static int renewAndSweep(Tx tx, String node, Instant leaseUntil, Instant now) {
        tx.update("""
                insert into node (id, lease_until) values (?, ?)
                on conflict (id) do update set lease_until = excluded.lease_until
                """, node, leaseUntil);
        tx.update("""
                delete from node where ctid = any (array(select ctid from node where lease_until < ? for update skip locked))
                """, now);
        // Who holds rows at all is asked owner by owner, each one step into the index, however many rows they hold.
        return tx.update("""
                update due set lease_owner = null, lease_token = lease_token + 1
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
        tx.update("update due set lease_owner = null, lease_token = lease_token + 1 where lease_owner = ?", node);
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
