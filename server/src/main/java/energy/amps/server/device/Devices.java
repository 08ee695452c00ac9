package energy.amps.server.device;

import energy.amps.check.Checked;
import energy.amps.command.Command;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Row;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A customer's devices. Thread-safe. */
public final class Devices {
    private static final Listing.Source SOURCE = new Listing.Source("""
            d.id, d.user_id, d.family, d.vendor, d.model, d.plant_zone, s.version, s.content,
            l.id as last_id, l.command as last_command, l.state as last_state, l.created_at as last_created_at,
            l.updated_at as last_updated_at, l.error_code as last_error_code, l.error_message as last_error_message
            """, "device d", """
            join connector_state s on s.customer_id = d.customer_id and s.device_id = d.id
            left join lateral (
                select a.* from action a where a.customer_id = d.customer_id and a.device_id = d.id
                order by a.id desc limit 1) l on true
            """);

    private final Database database;
    private final Connectors connectors;
    private final LiveReads reads;
    private final Users users;
    private final TenantClock clock;
    private final Ids ids;

    /** Asks a vendor for a device's state, within the vendor's time limit. */
    @FunctionalInterface
    public interface LiveReads {
        ReadOutcome read(Connector connector, LinkedDevice device);
    }

    /**
     * @param reads asks the vendors
     * @param ids makes the ids of devices that are linked
     */
    public Devices(Database database, Connectors connectors, LiveReads reads, Users users, TenantClock clock, Ids ids) {
        this.database = database;
        this.connectors = connectors;
        this.reads = reads;
        this.users = users;
        this.clock = clock;
        this.ids = ids;
    }

    /** The device cannot be found by this caller; the same words for every reason (contract section 3). */
    public static <T> Checked<T> notFound() {
        return new Checked.Refused<>(Refusal.of(ErrorCode.DEVICE_NOT_FOUND, "Device not found or access denied"));
    }

    /** Whether a caller who is narrowed to one user sees that user's things. */
    public static boolean isVisible(Caller caller, UserId user) {
        return switch (caller.scope()) {
            case Caller.Scope.Everyone everyone -> true;
            case Caller.Scope.OneUser(UserId one) -> one.equals(user);
            case Caller.Scope.Nobody nobody -> false;
        };
    }

    /**
     * A page of a family's devices, in id order; of one user where named, by id or by the integrator's reference. No vendor
     * is asked.
     */
    public Slice<DeviceView> list(Caller caller, Family family, Optional<String> user, Page page) {
        Caller.Scope whose = users.filter(caller, user);
        if (whose instanceof Caller.Scope.Nobody) {
            return Slice.empty(page);
        }
        List<@Nullable Object> args = new ArrayList<>(List.of(
                caller.tenant().customer().value(),
                caller.tenant().environment().wire(),
                family.wire()));
        String where = "d.customer_id = ? and d.environment = ? and d.family = ?";
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            where += " and d.user_id = ?";
            args.add(one.value());
        }
        Instant now = clock.now(caller.tenant());
        return new Listing(SOURCE, where, args, "d.id", false)
                .page(database, caller.tenant(), page, row -> stored(row, now).unasked(), view -> view.id()
                        .value());
    }

    /** One device of a family; its vendor is asked, unless its state can be computed. */
    public Checked<DeviceView> read(Caller caller, Family family, DeviceId device) {
        return find(caller, family, device).then(stored -> stored.asked(reads));
    }

    /** Says where the plant is; nothing that was accepted before moves (contract section 3). No vendor is asked. */
    public Checked<DeviceView> changeTimezone(Caller caller, Family family, DeviceId device, ZoneId zone) {
        return find(caller, family, device)
                .then(found -> {
                    database.inTransaction(
                            caller.tenant(),
                            tx -> tx.update(
                                    "update device set plant_zone = ? where customer_id = ? and environment = ? and id = ?",
                                    zone.getId(),
                                    caller.tenant().customer().value(),
                                    caller.tenant().environment().wire(),
                                    device.value()));
                    return find(caller, family, device);
                })
                .then(stored -> new Checked.Passed<>(stored.unasked()));
    }

    private Checked<StoredDevice> find(Caller caller, Family family, DeviceId device) {
        Tenant tenant = caller.tenant();
        Instant now = clock.now(tenant);
        return database
                .list(
                        tenant,
                        row -> stored(row, now),
                        SOURCE.select()
                                + " where d.customer_id = ? and d.environment = ? and d.id = ? and d.family = ?",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        device.value(),
                        family.wire())
                .stream()
                .filter(stored -> isVisible(caller, stored.user()))
                .findFirst()
                .<Checked<StoredDevice>>map(Checked.Passed::new)
                .orElseGet(Devices::notFound);
    }

    /** Links every device that a vendor's account holds to a user; the operator's side. */
    public List<DeviceKey> link(Tenant tenant, UserId user, String vendor, Optional<ZoneId> plantZone) {
        Instant now = clock.now(tenant);
        return database.asEngine(tx -> {
            List<DeviceKey> linked = new ArrayList<>();
            for (DiscoveredDevice found : connectors.of(vendor).discover(now)) {
                DeviceKey key = new DeviceKey(tenant, new DeviceId(ids.next(DeviceId.PREFIX)));
                tx.update(
                        """
                        insert into device (customer_id, environment, id, user_id, family, vendor, model, plant_zone, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?);
                        insert into connector_state (customer_id, environment, device_id, version, content)
                        values (?, ?, ?, ?, ?)
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        key.device().value(),
                        user.value(),
                        found.family().wire(),
                        vendor,
                        found.model(),
                        plantZone.map(ZoneId::getId),
                        now,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        key.device().value(),
                        found.initialState().version(),
                        found.initialState().text());
                linked.add(key);
            }
            return linked;
        });
    }

    private StoredDevice stored(Row row, Instant now) {
        LinkedDevice device = new LinkedDevice(
                new DeviceId(row.text("id")),
                Family.of(row.text("family")).orElseThrow(),
                row.text("model"),
                row.maybeText("plant_zone").map(ZoneId::of),
                new ConnectorState(row.count("version"), row.text("content")),
                now);
        String vendor = row.text("vendor");
        return new StoredDevice(
                device, vendor, connectors.of(vendor), new UserId(row.text("user_id")), lastAction(row));
    }

    private static Optional<LastAction> lastAction(Row row) {
        return row.maybeText("last_id")
                .map(id -> new LastAction(
                        new ActionId(id),
                        Command.of(row.text("last_command")).orElseThrow(),
                        ActionState.of(row.text("last_state")).orElseThrow(),
                        row.instant("last_created_at"),
                        row.instant("last_updated_at"),
                        row.maybeText("last_error_code").flatMap(FaultCode::of),
                        row.maybeText("last_error_message")));
    }
}
