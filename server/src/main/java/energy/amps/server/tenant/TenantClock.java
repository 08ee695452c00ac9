package energy.amps.server.tenant;

import energy.amps.server.store.Tenant;
import java.time.Instant;
import java.time.InstantSource;

/** A tenant's time: the instant of everything that the tenant sees. It is the platform's time. Thread-safe. */
public final class TenantClock {
    private final InstantSource platform;

    /** @param platform the platform's time */
    public TenantClock(InstantSource platform) {
        this.platform = platform;
    }

    /** The tenant's time now, in whole milliseconds. */
    public Instant now(Tenant tenant) {
        return platform.instant();
    }
}
