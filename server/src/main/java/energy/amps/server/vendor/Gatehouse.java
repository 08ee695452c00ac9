package energy.amps.server.vendor;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.fault.FaultCode;
import energy.amps.server.credential.Materials;
import energy.amps.server.credential.SealedShut;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate to live vendors: unlocks the device's account, keeps calls away from an account that does not answer, sets aside
 * what a call costs, and lets one call that changes a device out at a time. Thread-safe.
 *
 * <p>Metrics: gauge {@code amps.vendor.breakers.open} by {@code vendor}, of this node; counter {@code amps.vendor.withheld} by
 * {@code vendor} and {@code reason}: calls that were not made.
 */
public final class Gatehouse implements Gate {
    private static final Logger log = LoggerFactory.getLogger(Gatehouse.class);

    /** How much longer than a vendor's time limit a call has its device's lane. */
    static final Duration LANE_MARGIN = Duration.ofSeconds(5);

    /** How long settings wait for the lane. */
    static final Duration LANE_WAIT = Duration.ofSeconds(5);

    /** How often they look meanwhile. */
    static final Duration LANE_LOOK = Duration.ofMillis(50);

    /** After what time a command that found the lane taken comes again. */
    static final Duration LANE_AGAIN = Duration.ofSeconds(1);

    /** What says nothing about the device, and may say that the vendor, or the way to it, is in trouble. */
    private static final Set<FaultCode> UNUSABLE = EnumSet.of(
            FaultCode.TIMEOUT,
            FaultCode.NETWORK_ERROR,
            FaultCode.SERVICE_UNAVAILABLE,
            FaultCode.RATE_LIMITED,
            FaultCode.UNKNOWN_ERROR);

    private final Materials materials;
    private final HealthRecord health;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final List<String> vendors;
    private final Breakers breakers = new Breakers();
    private final Quotas quotas;
    private final Lanes lanes;
    private final CountDownLatch never = new CountDownLatch(1);

    /** Why a call is not made. */
    private enum Reason {
        SEALED,
        BREAKER,
        QUOTA,
        LANE;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the gate stands on.
     *
     * @param database keeps what was set aside
     * @param materials has the accounts that devices are reached through
     * @param health is told how calls end
     * @param clock the platform's time
     * @param meters where it counts
     */
    public record Ground(
            Database database, Materials materials, HealthRecord health, InstantSource clock, MeterRegistry meters) {}

    /** @param vendors the vendors whose connectors are installed */
    public Gatehouse(Ground ground, Set<String> vendors) {
        this.materials = ground.materials();
        this.health = ground.health();
        this.clock = ground.clock();
        this.meters = ground.meters();
        this.quotas = new Quotas(ground.database(), ground.clock());
        this.lanes = new Lanes(ground.database(), ground.clock());
        this.vendors = vendors.stream().sorted().toList();
        for (String vendor : this.vendors) {
            Gauge.builder("amps.vendor.breakers.open", breakers, all -> all.open(vendor))
                    .description("accounts of a vendor that this node does not call for the moment")
                    .tag("vendor", vendor)
                    .register(meters);
            // From the start, so that a first one shows as a step from 0.
            EnumSet.allOf(Reason.class).forEach(reason -> withheld(vendor, reason));
        }
    }

    private Counter withheld(String vendor, Reason reason) {
        return Counter.builder("amps.vendor.withheld")
                .description("calls to vendors that were not made")
                .tag("vendor", vendor)
                .tag("reason", reason.wire())
                .register(meters);
    }

    @Override
    public Passage ask(DeviceKey key, Connector connector, LinkedDevice device, Errand errand) {
        if (connector.profile().isSimulated()) {
            return new Passage.Open(device, Ticket.OF_NO_USE);
        }
        String vendor = connector.profile().vendor();
        try {
            Optional<Materials.Opened> account = materials.of(key);
            Breaker breaker = breaker(key, connector, account);
            if (errand.yieldsToTheBreaker() && !breaker.lets(clock.instant())) {
                return shut(
                        vendor,
                        Reason.BREAKER,
                        FaultCode.SERVICE_UNAVAILABLE,
                        "The vendor has not answered for a while, and is not asked now.");
            }
            LinkedDevice open = with(device, account.map(Materials.Opened::account));
            Optional<Runnable> lane = lane(key, connector, errand);
            if (lane.isEmpty()) {
                breaker.released();
                withheld(vendor, Reason.LANE).increment();
                return new Passage.Shut(
                        FaultCode.SERVICE_UNAVAILABLE,
                        "Another call to the device is under way.",
                        Optional.of(clock.instant().plus(LANE_AGAIN)));
            }
            Optional<Instant> later = quotas.setAside(connector, open, errand);
            if (later.isPresent()) {
                breaker.released();
                lane.get().run();
                withheld(vendor, Reason.QUOTA).increment();
                return new Passage.Shut(FaultCode.RATE_LIMITED, "The vendor's quota is used up for now.", later);
            }
            return new Passage.Open(open, ticket(vendor, breaker, lane.get()));
        } catch (SealedShut e) {
            log.error("{} cannot be reached: {}", key.device(), e.getMessage());
            return shut(
                    vendor,
                    Reason.SEALED,
                    FaultCode.SERVICE_UNAVAILABLE,
                    "The account of this device cannot be used at the moment.");
        }
    }

    /** What gives the lane back that a call needs; empty when another call has it. Settings wait for it, commands come again. */
    private Optional<Runnable> lane(DeviceKey key, Connector connector, Errand errand) {
        if (!errand.changes()) {
            return Optional.of(() -> {});
        }
        Duration most = connector.profile().callTimeout().plus(LANE_MARGIN);
        long beganNanos = System.nanoTime();
        Optional<Runnable> lane = lanes.take(key, most);
        while (lane.isEmpty() && errand == Errand.SETTINGS && isWithin(LANE_WAIT, beganNanos) && paused()) {
            lane = lanes.take(key, most);
        }
        return lane;
    }

    private static boolean isWithin(Duration wait, long beganNanos) {
        return System.nanoTime() - beganNanos < wait.toNanos();
    }

    private boolean paused() {
        try {
            return !never.await(LANE_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Passage shut(String vendor, Reason reason, FaultCode code, String message) {
        withheld(vendor, reason).increment();
        return new Passage.Shut(code, message, Optional.empty());
    }

    /** How the budgets stand that calls for a device are taken from; empty for one whose vendor counts nothing. */
    public Optional<List<Quota>> quotas(DeviceKey key, Connector connector, LinkedDevice device) {
        if (!(connector instanceof Metered) || connector.profile().isSimulated()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    quotas.standing(connector, with(device, materials.of(key).map(Materials.Opened::account))));
        } catch (SealedShut e) {
            return Optional.of(List.of());
        }
    }

    /** What may be expected of looks at a device that nobody asked for. */
    public Outlook outlook(DeviceKey key, Connector connector, LinkedDevice device) {
        if (connector.profile().isSimulated()) {
            return Outlook.CLEAR;
        }
        Instant now = clock.instant();
        try {
            Optional<Materials.Opened> account = materials.of(key);
            return new Outlook(
                    breaker(key, connector, account).closedUntil(now),
                    quotas.allowances(connector, with(device, account.map(Materials.Opened::account))));
        } catch (SealedShut e) {
            return new Outlook(Optional.of(now.plus(Breaker.OPEN_MOST)), List.of());
        }
    }

    private Breaker breaker(DeviceKey key, Connector connector, Optional<Materials.Opened> account) {
        return breakers.of(new Breakers.Of(
                connector.profile().vendor(),
                key.tenant(),
                account.map(Materials.Opened::id).orElse(key.device().value())));
    }

    private Ticket ticket(String vendor, Breaker breaker, Runnable lane) {
        return new Ticket() {
            @Override
            public void ended(Optional<FaultCode> fault, Duration took) {
                Gatehouse.this.ended(vendor, breaker, fault, took);
                lane.run();
            }

            @Override
            public void unused() {
                breaker.released();
                lane.run();
            }
        };
    }

    private void ended(String vendor, Breaker breaker, Optional<FaultCode> fault, Duration took) {
        boolean usable = fault.filter(UNUSABLE::contains).isEmpty();
        breaker.ended(usable, clock.instant());
        health.add(vendor, usable, took);
    }

    /** Writes down how the vendors have answered, and forgets what counts no more. */
    public void write() {
        quotas.forget();
        health.write(vendors, breakers::open);
    }

    private static LinkedDevice with(LinkedDevice device, Optional<Account> account) {
        return new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                device.plantZone(),
                device.state(),
                device.now(),
                account,
                device.neighbours());
    }
}
