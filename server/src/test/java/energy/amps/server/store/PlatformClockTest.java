package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Platform time is the database's, whatever the machine's clock shows (DESIGN, section 3). */
class PlatformClockTest {
    private static final Instant WRONG = Instant.parse("2019-05-06T07:08:09Z");

    /** Years off: looked at between two looks of the database itself, the node's time lies between them. */
    @Test
    void machineWithAWrongClockGoesByTheDatabase() {
        TestDatabase postgres = House.database();
        PlatformClock clock = new PlatformClock(new SteadyClock(() -> WRONG, System::nanoTime), Duration.ZERO);
        try (Database database = Database.open(House.address(postgres), new SimpleMeterRegistry());
                Sql sql = Sql.on(postgres)) {
            assertThat(clock.instant()).isBefore("2019-05-07T00:00:00Z");
            clock.sample(database);
            Instant before = now(sql);
            Instant here = clock.instant();
            Instant after = now(sql);
            // Within the round trip's half; a minute is more than any round trip, and nothing beside seven years.
            assertThat(here).isBetween(before.minusSeconds(60), after.plusSeconds(60));
        }
    }

    /** Looks that waited for long on their way there, or back, and one that did not: the quick one says what time it is. */
    @Test
    void quickestOfSeveralLooksCounts() {
        SettableClock machine = new SettableClock(WRONG);
        Duration ahead = Duration.ofDays(2);
        PlatformClock clock = new PlatformClock(machine, Duration.ZERO);
        Iterator<Duration[]> ways = List.of(way(400, 1), way(1, 300), way(2, 2), way(90, 1), way(1, 80))
                .iterator();
        clock.sample(() -> {
            Duration[] way = ways.next();
            machine.advance(way[0]);
            Instant there = machine.instant().plus(ahead);
            machine.advance(way[1]);
            return there;
        });
        assertThat(clock.offset()).isEqualTo(ahead);
    }

    private static Duration[] way(long thereMillis, long backMillis) {
        return new Duration[] {Duration.ofMillis(thereMillis), Duration.ofMillis(backMillis)};
    }

    @Test
    void stepOfTheMachinesClockMovesNothing() {
        SettableClock machine = new SettableClock(WRONG);
        AtomicLong nanos = new AtomicLong(-5);
        SteadyClock steady = new SteadyClock(machine, nanos::get);
        machine.advance(Duration.ofHours(1));
        assertThat(steady.instant()).isEqualTo(WRONG);
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(steady.instant()).isEqualTo(WRONG.plusMillis(1500));
    }

    private static Instant now(Sql sql) {
        return Instant.parse(
                sql.column("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                        .getFirst());
    }
}
