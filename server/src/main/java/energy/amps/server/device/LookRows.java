package energy.amps.server.device;

import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The SQL of the table {@code look}. */
final class LookRows {
    private final Database database;

    LookRows(Database database) {
        this.database = database;
    }

    /**
     * A row that this node has for a while.
     *
     * @param device which device is to be looked at
     * @param token its fencing token, which has grown with each claim
     * @param plannedAt when that was to be
     * @param past what came of the looks before
     */
    record Claimed(DeviceKey device, long token, Instant plannedAt, Past past) {}

    /**
     * What came of the looks before.
     *
     * @param lookedAt the last one; empty before the first
     * @param failures how many failed, the last ones in a row
     * @param unchanged how many showed nothing new, the last ones in a row
     */
    record Past(Optional<Instant> lookedAt, int failures, int unchanged) {}

    /**
     * What goes on at a device.
     *
     * @param isBusy whether a window is open, or a command is to be verified
     * @param sharing the devices of its account
     * @param pulledUntil until when a reader's pull may be under way
     */
    record Going(boolean isBusy, int sharing, Optional<Instant> pulledUntil) {}

    /** A live device has come, or has its vendor again: from {@code at} on it is looked at. In the transaction that brings it. */
    static void begin(Tx tx, DeviceKey device, Instant at) {
        if (device.tenant().environment() == Environment.LIVE) {
            tx.update(
                    """
                    insert into look (customer_id, environment, device_id, planned_at, due_at) values (?, ?, ?, ?, ?)
                    on conflict (customer_id, device_id) do update
                    set planned_at = excluded.planned_at, due_at = excluded.due_at, token = look.token + 1,
                        looked_at = null, failures = 0, unchanged = 0
                    """,
                    device.tenant().customer().value(),
                    device.tenant().environment().wire(),
                    device.device().value(),
                    at,
                    at);
        }
    }

    /** Something is sent to live devices: whether they are to be looked at is asked by {@code at} at the latest. */
    static void hasten(Tx tx, Collection<DeviceKey> devices, Instant at) {
        tx.update(
                """
                update look l set planned_at = ?, due_at = ?
                from unnest(?::text[], ?::text[]) as k (customer_id, device_id)
                where l.customer_id = k.customer_id and l.device_id = k.device_id and l.due_at > ?
                """,
                at,
                at,
                devices.stream().map(each -> each.tenant().customer().value()).toArray(String[]::new),
                devices.stream().map(each -> each.device().value()).toArray(String[]::new),
                at);
    }

    /** Takes rows that are due, the earliest first; each is due again when its lease ends. */
    List<Claimed> claim(Instant now, Instant leaseEnd, int limit) {
        return database.asEngineAtOnce(tx -> tx.list(LookRows::claimed, """
                update look l set due_at = ?, token = l.token + 1
                where l.ctid = any (array(
                    select ctid from look where due_at <= ? order by due_at limit ? for update skip locked))
                returning l.customer_id, l.environment, l.device_id, l.token, l.planned_at, l.looked_at, l.failures, l.unchanged
                """, leaseEnd, now, limit));
    }

    private static Claimed claimed(Row row) {
        Tenant tenant = new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
        return new Claimed(
                new DeviceKey(tenant, new DeviceId(row.text("device_id"))),
                row.number("token"),
                row.instant("planned_at"),
                new Past(row.maybeInstant("looked_at"), row.count("failures"), row.count("unchanged")));
    }

    /** Gives a row back, unless somebody else has it by now. */
    void again(Claimed look, Past past, Instant at) {
        database.asEngineAtOnce(tx -> tx.update(
                """
                update look set planned_at = ?, due_at = ?, looked_at = ?, failures = ?, unchanged = ?
                where customer_id = ? and device_id = ? and token = ?
                """,
                at,
                at,
                past.lookedAt(),
                past.failures(),
                past.unchanged(),
                look.device().tenant().customer().value(),
                look.device().device().value(),
                look.token()));
    }

    /** Lets a device go, likewise. */
    void end(Claimed look) {
        database.asEngineAtOnce(tx -> tx.update(
                "delete from look where customer_id = ? and device_id = ? and token = ?",
                look.device().tenant().customer().value(),
                look.device().device().value(),
                look.token()));
    }

    Optional<StoredDevice> device(DeviceKey key) {
        return database
                .list(
                        key.tenant(),
                        StoredDevice::read,
                        StoredDevice.BY_ID,
                        new String[] {key.device().value()},
                        key.tenant().customer().value(),
                        key.tenant().environment().wire())
                .stream()
                .findFirst();
    }

    /** Of a device's actions the newest are asked: an older one is unfinished only behind them. */
    Optional<Going> going(DeviceKey key) {
        return database
                .list(
                        key.tenant(),
                        row -> new Going(
                                row.flag("is_busy"),
                                (int) Math.max(1, row.number("sharing")),
                                row.maybeInstant("pull_until")),
                        """
                        select exists (
                                select from (
                                    select a.stage, a.verification from action a
                                    where a.customer_id = d.customer_id and a.device_id = d.id
                                    order by a.id desc limit 20) n
                                where n.stage in ('open', 'open_renewing') or n.verification ->> 'state' = 'pending') as is_busy,
                            (select count(*) from device o
                                where o.customer_id = d.customer_id and o.link_id = d.link_id and o.leaving_at is null
                                  and o.disconnected_at is null) as sharing,
                            (select r.pull_until from reading r
                                where r.customer_id = d.customer_id and r.device_id = d.id) as pull_until
                        from device d where d.customer_id = ? and d.id = ?
                        """,
                        key.tenant().customer().value(),
                        key.device().value())
                .stream()
                .findFirst();
    }
}
