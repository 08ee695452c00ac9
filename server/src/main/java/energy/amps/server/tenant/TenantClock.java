package energy.amps.server.tenant;

import energy.amps.server.agenda.TurnedClocks;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A tenant's time: the instant of everything that the tenant sees. It is the platform's time, unless the tenant has turned its
 * sandbox's clock; then it stands in a row, and the row is asked each time, because another node may have turned it a
 * millisecond ago. Thread-safe.
 */
public final class TenantClock {
    /** What {@link #read} reads; the clock's own table under the name {@code c}. */
    public static final String COLUMNS = "c.customer_id, c.frozen_at, c.ahead_ms, c.turning is not null as is_turning";

    private static final String FIND = "select " + COLUMNS + " from tenant_clock c where c.customer_id = any (?)";

    /** In one order, so that two transactions never wait for each other. */
    private static final String HOLD = FIND + " order by c.customer_id for share";

    private final InstantSource platform;
    private final Database database;
    private final TurnedClocks turned;

    /**
     * @param platform the platform's time
     * @param database where turned clocks stand
     * @param turned whose may be
     */
    public TenantClock(InstantSource platform, Database database, TurnedClocks turned) {
        this.platform = platform;
        this.database = database;
        this.turned = turned;
    }

    /** The tenant's time now, in whole milliseconds. */
    public Instant now(Tenant tenant) {
        return now(time(tenant));
    }

    /** The same, where it is known how the tenant's time follows from the platform's. */
    public Instant now(TenantTime time) {
        return time.at(platform.instant());
    }

    /** How the tenant's time follows from the platform's now; not for use in a transaction, which holds it. */
    public TenantTime time(Tenant tenant) {
        if (!turned.mayBe(tenant)) {
            return TenantTime.PLATFORM;
        }
        return database.asEngineForCaller(tx -> tx.one(TenantClock::read, FIND, (Object)
                        new String[] {tenant.customer().value()}))
                .orElse(TenantTime.PLATFORM);
    }

    /** The tenant's time within a transaction, which does not hold it: of what is not decided under a device's lock. */
    public Instant now(Tx tx, Tenant tenant) {
        TenantTime time = turned.mayBe(tenant)
                ? tx.one(TenantClock::read, FIND, (Object)
                                new String[] {tenant.customer().value()})
                        .orElse(TenantTime.PLATFORM)
                : TenantTime.PLATFORM;
        return now(time);
    }

    /**
     * How the time of these tenants follows from the platform's, which stays so until the transaction is over: nobody turns
     * their clocks meanwhile. Locks of devices are taken before.
     */
    public Map<Tenant, TenantTime> held(Tx tx, Collection<Tenant> tenants) {
        String[] customers = tenants.stream()
                .filter(turned::mayBe)
                .map(tenant -> tenant.customer().value())
                .distinct()
                .toArray(String[]::new);
        Map<Tenant, TenantTime> times = new HashMap<>();
        tenants.forEach(tenant -> times.put(tenant, TenantTime.PLATFORM));
        if (customers.length > 0) {
            tx.list(row -> times.put(sandboxOf(row), read(row)), HOLD, (Object) customers);
        }
        return times;
    }

    /** A row's. */
    public static TenantTime read(Row row) {
        return new TenantTime(
                row.maybeInstant("frozen_at"), Duration.ofMillis(row.number("ahead_ms")), row.flag("is_turning"));
    }

    private static Tenant sandboxOf(Row row) {
        return new Tenant(new CustomerId(row.text("customer_id")), Environment.SANDBOX);
    }
}
