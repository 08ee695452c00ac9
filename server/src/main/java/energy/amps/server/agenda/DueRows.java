package energy.amps.server.agenda;

import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

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

    /** Frees a row that this node holds, unless it has changed hands since. */
    static void release(Tx tx, String node, Lease lease) {
        tx.update(
                """
                update due set lease_owner = null
                where customer_id = ? and kind = ? and ref = ? and lease_owner = ? and lease_token = ?
                """,
                lease.key().device().tenant().customer().value(),
                lease.key().kind(),
                lease.key().ref(),
                node,
                lease.token());
    }

    /** Frees what a node holds of these devices; whatever is under way for them under the old tokens counts no more. */
    static void giveUp(Tx tx, String node, Collection<DeviceKey> devices) {
        tx.update(
                """
                update due set lease_owner = null, lease_token = lease_token + 1
                where lease_owner = ? and (customer_id, device_id) in (select c, d from unnest(?, ?) as k(c, d))
                """,
                node,
                devices.stream().map(d -> d.tenant().customer().value()).toArray(String[]::new),
                devices.stream().map(d -> d.device().value()).toArray(String[]::new));
    }

    /** The same for everything that a node holds. */
    static void giveUpAll(Tx tx, String node) {
        tx.update("update due set lease_owner = null, lease_token = lease_token + 1 where lease_owner = ?", node);
    }

    /** Renews a node's lease, and takes the rows from every node whose lease has lapsed; gives how many rows. */
    static int renewAndSweep(Tx tx, String node, Instant leaseUntil, Instant now) {
        tx.update("""
                insert into node (id, lease_until) values (?, ?)
                on conflict (id) do update set lease_until = excluded.lease_until
                """, node, leaseUntil);
        tx.update("delete from node where lease_until < ?", now);
        return tx.update("""
                update due set lease_owner = null, lease_token = lease_token + 1
                where lease_owner is not null and not exists (select 1 from node where node.id = due.lease_owner)
                """);
    }

    /** Frees everything that a node holds, and forgets the node. */
    static void leave(Tx tx, String node) {
        tx.update("delete from node where id = ?", node);
        giveUpAll(tx, node);
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
