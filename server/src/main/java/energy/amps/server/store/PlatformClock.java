package energy.amps.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The platform's time: the database's clock as this node sees it, in whole milliseconds.
 *
 * <p>The node's own clock is corrected by an offset that is sampled now and then: of a few looks the quickest counts, and the middle
 * of its round trip is taken as the moment at which the database looked. Nodes whose machines disagree by seconds so agree within
 * half of a quick round trip, also where most of them wait: for a connection, or for a busy machine.
 */
public final class PlatformClock implements InstantSource {
    private static final int LOOKS = 5;

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
        sample(() -> database.asEngineAtOnce(tx -> tx.one(row -> row.instant("at"), "select clock_timestamp() as at"))
                .orElseThrow());
    }

    /** @param database what it says at a moment between the call and its return */
    void sample(Supplier<Instant> database) {
        offset = Stream.generate(() -> look(database))
                .limit(LOOKS)
                .min(Comparator.comparing(Look::took))
                .orElseThrow()
                .offset();
    }

    private record Look(Duration took, Duration offset) {}

    private Look look(Supplier<Instant> database) {
        Instant before = machine.instant();
        Instant there = database.get();
        Duration took = Duration.between(before, machine.instant());
        return new Look(took, Duration.between(before.plus(took.dividedBy(2)), there));
    }

    /** How far the database's clock is ahead of this machine's. */
    public Duration offset() {
        return offset;
    }
}
