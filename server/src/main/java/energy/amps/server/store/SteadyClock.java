package energy.amps.server.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A machine's time that does not jump: its clock is looked at once, and from then on the time that has gone by is added.
 *
 * <p>A {@link PlatformClock} needs nothing else, as it learns what time it is from the database. Were the machine's own clock
 * below it, a step of that clock would move this node's time until the next look at the database: an hour ahead, and it would
 * fire what is due within the hour, and take the leases of all other nodes for lapsed. Thread-safe.
 */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;

    /**
     * @param machine looked at once, here
     * @param nanos nanoseconds that go by evenly, as {@link System#nanoTime} gives them
     */
    public SteadyClock(InstantSource machine, LongSupplier nanos) {
        this.start = machine.instant();
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
