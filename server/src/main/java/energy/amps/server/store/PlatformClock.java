package energy.amps.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The platform's time: the database's clock as this node sees it, in whole milliseconds.
 *
 * <p>The node's own clock is corrected by an offset that is sampled now and then: the middle of the round trip is taken as
 * the moment at which the database looked. Nodes whose machines disagree by seconds so agree within the round trip's half.
 */
public final class PlatformClock implements InstantSource {
    private final InstantSource machine;
    private final Duration shift;
    private volatile Duration offset = Duration.ZERO;

    /**
     * @param machine the machine's clock
     * @param shift added to everything, to run a whole platform at another time in tests
     */
    public PlatformClock(InstantSource machine, Duration shift) {
        this.machine = machine;
        this.shift = shift;
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(offset).plus(shift).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Asks the database for its time, and follows it from now on. */
    public void sample(Database database) {
        Instant before = machine.instant();
        Instant there = database.asEngineAtOnce(
                        tx -> tx.one(row -> row.instant("at"), "select clock_timestamp() as at"))
                .orElseThrow();
        Instant after = machine.instant();
        Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
        offset = Duration.between(middle, there);
    }

    /** How far the database's clock is ahead of this machine's. */
    public Duration offset() {
        return offset;
    }
}
