package energy.amps.server.device;

import energy.amps.check.Checked;
import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.SharedLookup;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.tenant.Users;
import energy.amps.server.vendor.Quota;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A customer's devices. Thread-safe. */
public final class Devices {
    private static final List<String> TIERS = List.of("cache", "live", "fallback", "refused");

    private final Database database;
    private final Connectors connectors;
    private final Pulls pulls;
    private final QuotaLook quotas;
    private final Map<String, Counter> served;
    private final Users users;
    private final TenantClock clock;
    private final Connections connections;
    private final SharedLookup<StoredDevice> lookup;

    /** Asks a vendor for a device's state, within the vendor's time limit. */
    @FunctionalInterface
    public interface LiveReads {
        ReadOutcome read(DeviceKey key, Connector connector, LinkedDevice device);
    }

    /**
     * How live devices are read.
     *
     * @param readings what was read
     * @param vendors asks the vendors
     * @param quotas looks at what they allow
     * @param platform the platform's time
     * @param meters where reads are counted, by the tier that answered them
     */
    public record Live(
            Readings readings, LiveReads vendors, QuotaLook quotas, InstantSource platform, MeterRegistry meters) {}

    /** Looks at how the budgets of a device stand, where its vendor counts calls. */
    @FunctionalInterface
    public interface QuotaLook {
        Optional<List<Quota>> of(DeviceKey key, Connector connector, LinkedDevice device);
    }

    /**
     * @param live how live devices are read
     * @param connections is told when a vendor no longer takes the credentials
     */
    public Devices(
            Database database,
            Connectors connectors,
            Live live,
            Users users,
            TenantClock clock,
            Connections connections) {
        this.database = database;
        this.connectors = connectors;
        this.quotas = live.quotas();
        this.pulls = new Pulls(live.readings(), live.vendors(), live.platform(), clock);
        // From the start on: a counter that appears with its first count is missed by whoever watches for a rise.
        this.served = TIERS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), tier -> live.meters()
                .counter("amps.reads", "tier", tier)));
        this.users = users;
        this.clock = clock;
        this.connections = connections;
        this.lookup = new SharedLookup<>(database.waits(), this::stored);
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
        Slice<StoredDevice> stored = listing(caller.tenant(), family, whose)
                .page(database, caller.tenant(), page, StoredDevice::read, device -> device.id()
                        .value());
        // Asked for after the devices: no order that they have had is ahead of it.
        Instant now = clock.now(caller.tenant());
        return stored.map(device -> found(device, now).unasked());
    }

    private static Listing listing(Tenant tenant, Family family, Caller.Scope whose) {
        String rows = "d.customer_id = ? and d.environment = ? and d.leaving_at is null";
        List<@Nullable Object> args = new ArrayList<>(
                List.of(tenant.customer().value(), tenant.environment().wire(), family.wire()));
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            args.add(one.value());
            return new Listing(StoredDevice.SOURCE, rows + " and d.family = ? and d.user_id = ?", args, "d.id", false);
        }
        args.add(family.wire());
        return new Listing(
                StoredDevice.SOURCE,
                rows + " and d.family between ? and ?",
                args,
                new Listing.Order("d.family", "d.id", false),
                Optional.of(DeviceCounts.of(tenant, family)));
    }

    /** The same for a reader in no hurry. */
    public Checked<DeviceView> read(Caller caller, Family family, DeviceId device) {
        return read(caller, family, device, Freshness.NORMAL);
    }

    /**
     * One device of a family (contract section 3, retrieval tiers): computed where that can be done, else from the cache, else
     * asked of its vendor, else as it was last seen.
     *
     * @param freshness how old the cache may be
     */
    public Checked<DeviceView> read(Caller caller, Family family, DeviceId device, Freshness freshness) {
        return find(caller, family, device).then(FoundDevice::connected).then(found -> {
            DeviceKey key = new DeviceKey(caller.tenant(), device);
            Checked<DeviceView> answer = found.isProjected()
                    ? found.asked(found.connector().read(found.device()))
                    : counted(live(key, found, freshness));
            if (isLost(answer)) {
                connections.lost(key);
            }
            return answer;
        });
    }

    private Checked<DeviceView> live(DeviceKey key, FoundDevice found, Freshness freshness) {
        return found.cached(freshness)
                .<Checked<DeviceView>>map(Checked.Passed::new)
                .orElseGet(() -> found.asked(pulls.pull(key, found)))
                .then(view -> new Checked.Passed<>(view.with(quotas.of(key, found.connector(), found.device()))));
    }

    private Checked<DeviceView> counted(Checked<DeviceView> answer) {
        String tier = answer instanceof Checked.Passed<DeviceView>(DeviceView view)
                ? view.source().wire()
                : "refused";
        Objects.requireNonNull(served.get(tier)).increment();
        return answer;
    }

    private static boolean isLost(Checked<DeviceView> answer) {
        return answer instanceof Checked.Refused<DeviceView>(Refusal refusal)
                && refusal.code() == ErrorCode.INVALID_CREDENTIALS;
    }

    /**
     * Says where the plant is; nothing that was accepted before moves (contract section 3). No vendor is asked.
     *
     * @param keep written with the change
     */
    public Checked<DeviceView> changeTimezone(
            Caller caller, Family family, DeviceId device, ZoneId zone, Keep<DeviceView> keep) {
        return find(caller, family, device)
                .then(before -> database.inTransaction(caller.tenant(), tx -> {
                    tx.update(
                            "update device set plant_zone = ? where customer_id = ? and environment = ? and id = ?",
                            zone.getId(),
                            caller.tenant().customer().value(),
                            caller.tenant().environment().wire(),
                            device.value());
                    return visible(caller, family, again(tx, caller.tenant(), device))
                            .then(changed -> {
                                DeviceView view = found(changed, clock.now(tx, caller.tenant()))
                                        .unasked();
                                keep.keep(tx, view);
                                return new Checked.Passed<>(view);
                            });
                }));
    }

    private Checked<FoundDevice> find(Caller caller, Family family, DeviceId device) {
        return checked(caller, family, lookup.find(caller.tenant(), device.value()));
    }

    private Checked<FoundDevice> checked(Caller caller, Family family, Optional<StoredDevice> device) {
        return visible(caller, family, device)
                .then(stored -> new Checked.Passed<>(found(stored, clock.now(caller.tenant()))));
    }

    private static Checked<StoredDevice> visible(Caller caller, Family family, Optional<StoredDevice> device) {
        return device.filter(stored -> stored.facts().family() == family
                        && isVisible(caller, stored.facts().user()))
                .<Checked<StoredDevice>>map(Checked.Passed::new)
                .orElseGet(Devices::notFound);
    }

    private Map<String, StoredDevice> stored(Tenant tenant, Set<String> devices) {
        return database
                .list(
                        tenant,
                        StoredDevice::read,
                        StoredDevice.BY_ID,
                        devices.toArray(String[]::new),
                        tenant.customer().value(),
                        tenant.environment().wire())
                .stream()
                .collect(Collectors.toUnmodifiableMap(found -> found.id().value(), Function.identity()));
    }

    private static Optional<StoredDevice> again(Tx tx, Tenant tenant, DeviceId device) {
        return tx.one(
                StoredDevice::read,
                StoredDevice.BY_ID,
                new String[] {device.value()},
                tenant.customer().value(),
                tenant.environment().wire());
    }

    private FoundDevice found(StoredDevice stored, Instant now) {
        return new FoundDevice(
                stored, stored.linked(now), connectors.of(stored.facts().vendor()));
    }
}
