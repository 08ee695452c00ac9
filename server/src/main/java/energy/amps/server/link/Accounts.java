package energy.amps.server.link;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Linking;
import energy.amps.connector.StateChange;
import energy.amps.server.credential.Materials;
import energy.amps.server.device.Connections;
import energy.amps.server.device.Connections.Known;
import energy.amps.server.device.Connections.Origin;
import energy.amps.server.device.DeviceCounts;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.TenantClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what accounts hold: the one way by which devices come. Thread-safe. */
public final class Accounts {
    private final Database database;
    private final Connections connections;
    private final Materials materials;
    private final TenantClock clock;
    private final Ids ids;

    /**
     * @param materials keeps what opens them
     * @param ids makes the ids of accounts
     */
    public Accounts(Database database, Connections connections, Materials materials, TenantClock clock, Ids ids) {
        this.database = database;
        this.connections = connections;
        this.materials = materials;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * An account that was opened.
     *
     * @param user whose it is; held on to by the caller's transaction
     * @param connector its vendor's
     * @param account what is kept of it
     * @param plantZone where its plant is, where the integrator says so
     */
    public record Opened(UserId user, Connector connector, Account account, Optional<ZoneId> plantZone) {

        /** One of which nothing is kept but the connector's name of it. */
        public Opened(UserId user, Connector connector, String externalId, Optional<ZoneId> plantZone) {
            this(user, connector, new Account(externalId, ""), plantZone);
        }
    }

    /**
     * Has the devices of an account there: those that are new come, those that were there stay what they are. Two who do this
     * for one account take turns on its row.
     *
     * @return their keys, in the order of {@code devices}
     */
    public List<DeviceKey> register(Tx tx, Tenant tenant, Opened account, List<DiscoveredDevice> devices) {
        Instant now = clock.now(tx, tenant);
        String vendor = account.connector().profile().vendor();
        Origin origin =
                new Origin(tenant, account.user(), row(tx, tenant, account, vendor, now), vendor, account.plantZone());
        materials.keep(tx, tenant, origin.account(), account.account());
        Map<String, Known> known = Connections.lock(tx, tenant, origin.account());
        List<DeviceKey> keys = new ArrayList<>();
        for (DiscoveredDevice found : devices) {
            Known here = known.get(found.externalId());
            keys.add(
                    here == null
                            ? connections.connect(tx, origin, found)
                            : connections.meetAgain(tx, origin, here, found, renewal(account.connector(), found, now)));
        }
        DeviceCounts.came(
                tx,
                tenant,
                devices.stream()
                        .filter(found -> !known.containsKey(found.externalId()))
                        .map(DiscoveredDevice::family)
                        .toList());
        return keys;
    }

    /** The same in a transaction of its own, for an account whose devices nobody had to ask for. */
    public List<DeviceKey> register(Tenant tenant, Opened account, List<DiscoveredDevice> devices) {
        return database.inTransaction(tenant, tx -> register(tx, tenant, account, devices));
    }

    private static StateChange renewal(Connector connector, DiscoveredDevice found, Instant now) {
        return connector instanceof Linking linking ? linking.renewal(found, now) : StateChange.none();
    }

    /** The account's row, made where there is none; locked. */
    private String row(Tx tx, Tenant tenant, Opened account, String vendor, Instant now) {
        return tx.one(
                        row -> row.text("id"),
                        """
                        insert into account (customer_id, environment, id, user_id, vendor, external_id, created_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (customer_id, user_id, vendor, external_id) do update set vendor = excluded.vendor
                        returning id
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        ids.next("acc_"),
                        account.user().value(),
                        vendor,
                        account.account().externalId(),
                        now)
                .orElseThrow();
    }
}
