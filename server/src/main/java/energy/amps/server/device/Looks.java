package energy.amps.server.device;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile.Retrieval;
import energy.amps.connector.DialsIn;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.connector.ReadOutcome.Unreadable;
import energy.amps.fault.FaultCode;
import energy.amps.server.agenda.Crew;
import energy.amps.server.device.LookRows.Claimed;
import energy.amps.server.device.LookRows.Going;
import energy.amps.server.device.LookRows.Past;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.StoreException;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.vendor.Outlook;
import energy.amps.server.vendor.Pace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform looks at live devices by itself, each by one node at a time: so an owner's change is noticed, history has no gaps and
 * lists are not old, whoever reads. When, says {@link Pace}. Thread-safe.
 *
 * <p>Metrics: counter {@code amps.looks} by {@code vendor} and {@code outcome}: {@code read}, {@code unreadable}, or {@code put_off}
 * where the time came and nothing was to be asked yet; timer {@code amps.looks.late} by {@code vendor}.
 */
public final class Looks implements AutoCloseable {
    /** Most looks of a node at a time. */
    static final int MOST_AT_ONCE = 32;

    /** How long a node may have a look before another takes it up: longer than any vendor's time limit. */
    static final Duration LEASE = Pace.LEAST;

    /** How often a node asks whether looks are due. */
    static final Duration TICK = Duration.ofSeconds(1);

    /** How soon after something was sent to a device is it asked whether to look. */
    static final Duration SOON = Pace.LEAST;

    /** After what time a look is tried again that could not be made here: an error of ours, or no connector. */
    static final Duration AFTER_ERROR = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private final LookRows rows;
    private final Connectors connectors;
    private final Vendors vendors;
    private final Times times;
    private final MeterRegistry meters;
    private final Crew<Claimed> crew = new Crew<>(MOST_AT_ONCE, TICK, this::claim, this::work);

    /** Looks at a device for the platform's own sake, within the vendor's time limit. */
    @FunctionalInterface
    public interface Sight {
        ReadOutcome look(DeviceKey key, Connector connector, LinkedDevice device);
    }

    /** What may be expected of a look. */
    @FunctionalInterface
    public interface Outlooks {
        Outlook of(DeviceKey key, Connector connector, LinkedDevice device);
    }

    /**
     * The way to the vendors.
     *
     * @param sight asks them
     * @param outlooks what they allow
     * @param lost is told of a device whose credentials are no longer taken
     */
    public record Vendors(Sight sight, Outlooks outlooks, Consumer<DeviceKey> lost) {}

    /**
     * Time.
     *
     * @param platform the platform's
     * @param tenants the tenants'
     */
    public record Times(InstantSource platform, TenantClock tenants) {}

    public Looks(Database database, Connectors connectors, Vendors vendors, Times times, MeterRegistry meters) {
        this.rows = new LookRows(database);
        this.connectors = connectors;
        this.vendors = vendors;
        this.times = times;
        this.meters = meters;
        // From the start, so that a first one shows as a step from 0.
        connectors.vendors().stream()
                .filter(vendor -> isAsked(connectors.of(vendor)))
                .forEach(vendor -> {
                    List.of("read", "unreadable", "put_off").forEach(outcome -> counted(vendor, outcome));
                    late(vendor);
                });
    }

    /** Whether devices of a connector show nothing unless they are asked. */
    private static boolean isAsked(Connector connector) {
        return connector.profile().retrieval() == Retrieval.LIVE && !(connector instanceof DialsIn);
    }

    private Counter counted(String vendor, String outcome) {
        return Counter.builder("amps.looks")
                .description("looks at live devices that nobody asked for")
                .tag("vendor", vendor)
                .tag("outcome", outcome)
                .register(meters);
    }

    private Timer late(String vendor) {
        return Timer.builder("amps.looks.late")
                .description("how long after its time a look was made")
                .tag("vendor", vendor)
                .register(meters);
    }

    /** Takes up work, in threads of its own. */
    public void start() {
        crew.start();
    }

    private List<Claimed> claim(int limit) {
        try {
            Instant now = times.platform().instant();
            return rows.claim(now, now.plus(LEASE), limit);
        } catch (StoreException e) {
            log.warn("could not ask for devices to look at; asking again at the next tick", e);
            return List.of();
        }
    }

    /** Looks at everything that is due now, in the caller's thread; gives how many rows were taken up. */
    public int runDue() {
        return crew.runDue();
    }

    private void work(Claimed look) {
        try {
            carryOut(look);
        } catch (StoreException e) {
            log.warn(
                    "could not look at {}; another try comes when its lease has ended",
                    look.device().device(),
                    e);
        } catch (RuntimeException e) {
            log.error("could not look at {}; it is tried again", look.device().device(), e);
            putOff(look);
        }
    }

    private void putOff(Claimed look) {
        try {
            rows.again(look, look.past(), times.platform().instant().plus(AFTER_ERROR));
        } catch (StoreException e) {
            log.warn(
                    "could not put the look at {} off; it comes when its lease has ended",
                    look.device().device(),
                    e);
        }
    }

    private void carryOut(Claimed look) {
        Optional<StoredDevice> stored = rows.device(look.device()).filter(device -> !device.disconnected());
        if (stored.isEmpty()) {
            rows.end(look);
            return;
        }
        Optional<Connector> connector = connectors.find(stored.get().facts().vendor());
        if (connector.isEmpty()) {
            rows.again(look, look.past(), times.platform().instant().plus(Pace.BACKOFF_MOST));
        } else if (!isAsked(connector.get())) {
            rows.end(look);
        } else {
            decide(look, stored.get(), connector.get());
        }
    }

    private void decide(Claimed look, StoredDevice stored, Connector connector) {
        Optional<Going> going = rows.going(look.device());
        if (going.isEmpty()) {
            rows.end(look);
            return;
        }
        String vendor = connector.profile().vendor();
        Seen seen = new Seen(look, stored, connector, going.get());
        Past past = seen.past();
        Instant now = times.platform().instant();
        Instant next = next(seen, past, now);
        Instant at = going.get()
                .pulledUntil()
                .filter(next::isBefore)
                .filter(now::isBefore)
                .orElse(next);
        if (at.isAfter(now)) {
            counted(vendor, "put_off").increment();
            rows.again(look, past, at);
            return;
        }
        late(vendor).record(longer(Duration.between(look.plannedAt(), now), Duration.ZERO));
        made(seen, vendors.sight().look(look.device(), connector, seen.linked(times.tenants())));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void made(Seen seen, ReadOutcome outcome) {
        Instant now = times.platform().instant();
        Past before = seen.past();
        counted(seen.connector().profile().vendor(), outcome instanceof Reading ? "read" : "unreadable")
                .increment();
        if (outcome instanceof Unreadable unreadable && unreadable.code() == FaultCode.INVALID_CREDENTIALS) {
            vendors.lost().accept(seen.look().device());
            rows.end(seen.look());
            return;
        }
        Past past = outcome instanceof Reading reading
                ? new Past(Optional.of(now), 0, seen.isTheSame(reading) ? before.unchanged() + 1 : 0)
                : new Past(Optional.of(now), before.failures() + 1, before.unchanged());
        rows.again(seen.look(), past, next(seen, past, now));
    }

    private Instant next(Seen seen, Past past, Instant now) {
        DeviceKey key = seen.look().device();
        Outlook outlook = vendors.outlooks().of(key, seen.connector(), seen.linked(times.tenants()));
        Pace.Standing standing = new Pace.Standing(
                past.lookedAt(),
                seen.going().isBusy(),
                past.unchanged(),
                past.failures(),
                seen.going().sharing());
        return Pace.next(standing, outlook, now, chance(key, past));
    }

    /** Of a device and its last look, so that whoever asks again meanwhile comes to the same. */
    private static double chance(DeviceKey key, Past past) {
        long mixed = (Objects.hash(key.device().value(), past.lookedAt()) + 1L) * 0x9E3779B97F4A7C15L;
        return (mixed >>> 11) * 0x1.0p-53;
    }

    /** A device as it was found when its look was due. */
    private record Seen(Claimed look, StoredDevice stored, Connector connector, Going going) {
        LinkedDevice linked(TenantClock clock) {
            return stored.linked(clock.now(look.device().tenant()));
        }

        /** A reading that somebody else caused counts as a look, unless something was sent after it. */
        Past past() {
            Past past = look.past();
            return stored.reading()
                    .filter(last -> last.endedAt()
                            .filter(last.reading().observedAt()::isBefore)
                            .isEmpty())
                    .map(last -> last.reading().observedAt())
                    .filter(at -> past.lookedAt().filter(at::isBefore).isEmpty())
                    .filter(at -> past.lookedAt().filter(at::equals).isEmpty())
                    .map(at -> new Past(Optional.of(at), 0, past.unchanged()))
                    .orElse(past);
        }

        boolean isTheSame(Reading reading) {
            return stored.reading()
                    .map(StoredReading::reading)
                    .filter(last -> last.state().equals(reading.state())
                            && last.settings().equals(reading.settings()))
                    .isPresent();
        }
    }

    /** Takes up nothing more; what is out comes back. */
    public void stopClaiming() {
        crew.stopClaiming();
    }

    @Override
    public void close() {
        crew.close();
    }
}
