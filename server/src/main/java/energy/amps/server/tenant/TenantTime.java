package energy.amps.server.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a tenant's time follows from the platform's.
 *
 * @param frozenAt where it stands; empty while it runs
 * @param ahead how far it runs ahead of the platform's, while it runs; may be negative
 * @param turning whether its clock is being turned: nothing new is accepted meanwhile
 */
public record TenantTime(Optional<Instant> frozenAt, Duration ahead, boolean turning) {
    /** It is the platform's. */
    public static final TenantTime PLATFORM = new TenantTime(Optional.empty(), Duration.ZERO, false);

    /** It stands there, as its clock is being turned. */
    public static TenantTime reached(Instant instant) {
        return new TenantTime(Optional.of(instant), Duration.ZERO, true);
    }

    /** Whether it is another than the platform's: due rows then carry both. */
    public boolean isTurned() {
        return frozenAt.isPresent() || !ahead.isZero();
    }

    /** The tenant's instant at a platform's. */
    public Instant at(Instant platform) {
        return frozenAt.orElseGet(() -> platform.plus(ahead));
    }

    /** The platform's instant at which a tenant's comes; empty while it cannot be told, because time stands still. */
    public Optional<Instant> platformAt(Instant tenant) {
        return frozenAt.isPresent() ? Optional.empty() : Optional.of(tenant.minus(ahead));
    }
}
