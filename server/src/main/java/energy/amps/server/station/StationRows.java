package energy.amps.server.station;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The SQL of the table {@code station}, and of what a device reports. Under the engine's role. */
final class StationRows {
    private StationRows() {}

    /**
     * Whom an address is for.
     *
     * @param device the device
     * @param vendor whose connector speaks to it
     * @param identity who has claimed it, if somebody has
     * @param mac the password of whoever did, where there is one; in hexadecimal digits
     */
    record Expected(DeviceKey device, String vendor, Optional<String> identity, Optional<String> mac) {

        /** Whether that caller may come in: nobody has claimed it, or the caller has. */
        boolean admits(Caller caller) {
            return identity.isEmpty()
                    || (identity.get().equals(caller.identity()) && Tokens.isSame(mac, Tokens.mac(caller)));
        }
    }

    static Optional<Expected> find(Tx tx, byte[] tokenHash) {
        return tx.one(
                row -> new Expected(key(row), row.text("vendor"), row.maybeText("identity"), row.maybeText("mac")),
                """
                select customer_id, environment, device_id, vendor, identity, encode(password_mac, 'hex') as mac
                from station where token_hash = ?
                """,
                tokenHash);
    }

    /** Whether the device is now, or was already, that caller's. */
    static boolean claim(Tx tx, DeviceKey device, Caller caller, Instant now) {
        Optional<byte[]> mac = Tokens.mac(caller);
        return tx.update(
                        """
                        update station set claimed_at = coalesce(claimed_at, ?), identity = ?, password_mac = ?::bytea
                        where customer_id = ? and device_id = ?
                          and (claimed_at is null or (identity = ? and password_mac is not distinct from ?::bytea))
                        """,
                        now,
                        caller.identity(),
                        mac,
                        device.tenant().customer().value(),
                        device.device().value(),
                        caller.identity(),
                        mac)
                == 1;
    }

    static void model(Tx tx, DeviceKey device, String model) {
        tx.update(
                "update device set model = ? where customer_id = ? and id = ? and model <> ?",
                model,
                device.tenant().customer().value(),
                device.device().value(),
                model);
    }

    /** Notes that a node holds the device's newest socket; gives its number, or nothing when the device is gone. */
    static Optional<Long> connected(Tx tx, DeviceKey device, String node, Instant now) {
        return tx.one(
                row -> row.number("session"),
                """
                update station set node = ?, connected_at = ?, session = session + 1
                where customer_id = ? and device_id = ? returning session
                """,
                node,
                now,
                device.tenant().customer().value(),
                device.device().value());
    }

    /** Notes that a socket is closed, unless there is a newer one. */
    static void away(Tx tx, DeviceKey device, long session) {
        tx.update("""
                update station set node = null, connected_at = null
                where customer_id = ? and device_id = ? and session = ? and node is not null
                """, device.tenant().customer().value(), device.device().value(), session);
    }

    /** A socket, by its number. */
    record Held(DeviceId device, long session) {}

    /** The sockets that a node holds, as far as the database knows. */
    static List<Held> heldBy(Tx tx, String node) {
        return tx.list(
                row -> new Held(new DeviceId(row.text("device_id")), row.number("session")),
                "select device_id, session from station where node = ?",
                node);
    }

    /** Frees what nodes hold that are no longer there; gives how many. */
    static int freeOfTheDead(Tx tx) {
        return tx.update("""
                update station set node = null, connected_at = null
                where ctid = any (array(
                    select s.ctid from station s
                    where s.node is not null and not exists (select 1 from node where node.id = s.node)
                    limit 1000 for update skip locked))
                """);
    }

    /** Frees everything that a node holds. */
    static void leave(Tx tx, String node) {
        tx.update("update station set node = null, connected_at = null where node = ?", node);
    }

    /**
     * Where a device's socket is.
     *
     * @param device whose
     * @param vendor whose connector speaks to it
     * @param node which node holds it
     */
    record Place(DeviceKey device, String vendor, String node) {}

    /** Where the device's socket is, on a node that is alive. */
    static Optional<Place> place(Tx tx, DeviceId device, Instant now) {
        return tx.one(row -> new Place(key(row), row.text("vendor"), row.text("node")), """
                select s.customer_id, s.environment, s.device_id, s.vendor, s.node
                from station s join node n on n.id = s.node and n.lease_until > ?
                where s.device_id = ?
                """, now, device.value());
    }

    private static DeviceKey key(Row row) {
        return new DeviceKey(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                new DeviceId(row.text("device_id")));
    }

    /** The device as its connector meets it; empty when it is gone. */
    static Optional<LinkedDevice> device(Tx tx, DeviceKey device, Instant now) {
        return tx.one(
                row -> new LinkedDevice(
                        device.device(),
                        Family.of(row.text("family")).orElseThrow(),
                        row.text("model"),
                        row.maybeText("plant_zone").map(ZoneId::of),
                        state(row),
                        now),
                """
                select d.family, d.model, d.plant_zone, s.version, s.content
                from device d join connector_state s on s.customer_id = d.customer_id and s.device_id = d.id
                where d.customer_id = ? and d.id = ?
                """,
                device.tenant().customer().value(),
                device.device().value());
    }

    /** What is remembered of a device, once its lock is ours; empty when it is gone. */
    static Optional<ConnectorState> lock(Tx tx, DeviceKey device) {
        String customer = device.tenant().customer().value();
        String id = device.device().value();
        // Locking is a statement of its own: one that waits for a lock keeps the snapshot of before.
        return tx.both(row -> row.text("id"), StationRows::state, """
                        select id from device where customer_id = ? and id = ? for update;
                        select version, content from connector_state where customer_id = ? and device_id = ?
                        """, customer, id, customer, id).second().stream()
                .findFirst();
    }

    private static ConnectorState state(Row row) {
        return new ConnectorState(row.count("version"), row.text("content"));
    }

    static void remember(Tx tx, DeviceKey device, ConnectorState state) {
        tx.update(
                "update connector_state set version = ?, content = ? where customer_id = ? and device_id = ?",
                state.version(),
                state.text(),
                device.tenant().customer().value(),
                device.device().value());
    }
}
