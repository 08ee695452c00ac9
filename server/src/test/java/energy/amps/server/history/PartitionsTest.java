package energy.amps.server.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.server.store.Database;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The days of the telemetry, under the role that works with them. */
class PartitionsTest {
    private static final String DAYS = """
            select right(c.relname, 8) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'telemetry'::regclass order by day
            """;
    private static final String ROW =
            "insert into telemetry values ('c', 'live', 'd', '2026-06-01T12:00:00Z', ?::timestamptz, '{}')";

    private final TestDatabase postgres = House.database();
    private final Sql sql = Sql.on(postgres);
    private final Database database = Database.open(House.address(postgres), new SimpleMeterRegistry());
    private final SettableClock clock = new SettableClock(House.START);
    private final Partitions partitions = new Partitions(database, clock, Duration.ofDays(30));

    @AfterEach
    void close() {
        database.close();
        sql.close();
    }

    @Test
    void daysAreMadeAheadAndDroppedWhenTheyAreOld() {
        partitions.upkeep();
        assertThat(sql.column(DAYS)).hasSize(9).startsWith("20260531").endsWith("20260608");
        sql.run(ROW, "2026-06-01T12:00:00Z");
        clock.advance(Duration.ofDays(30));
        partitions.upkeep();
        assertThat(sql.column(DAYS))
                .doesNotContain("20260531")
                .contains("20260601", "20260608", "20260630", "20260708");
        assertThat(sql.number("select count(*) from telemetry")).isEqualTo(1);
        clock.advance(Duration.ofDays(1));
        partitions.upkeep();
        assertThat(sql.column(DAYS)).startsWith("20260602");
        assertThat(sql.number("select count(*) from telemetry")).isZero();
    }

    /** Nothing swallows a row silently: it is refused until its day is there. */
    @Test
    void rowWithoutItsDayIsRefusedUntilTheDayIsMade() {
        assertThatThrownBy(() -> sql.attempt(ROW, "2026-09-01T12:00:00Z"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no partition");
        partitions.ready(List.of(Instant.parse("2026-09-01T12:00:00Z"), Instant.parse("2026-09-02T00:00:00Z")));
        assertThat(sql.column(DAYS)).containsExactly("20260901", "20260902");
        sql.run(ROW, "2026-09-01T23:59:59.999Z");
        sql.run(ROW, "2026-09-02T00:00:00Z");
        assertThat(sql.number("select count(*) from telemetry_20260901")).isEqualTo(1);
    }

    @Test
    void nodesDoItOneAtATime() throws Exception {
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor();
                Database other = Database.open(House.address(postgres), new SimpleMeterRegistry())) {
            Partitions otherNode = new Partitions(other, clock, Duration.ofDays(30));
            List<Future<?>> both = List.of(nodes.submit(partitions::upkeep), nodes.submit(otherNode::upkeep));
            for (Future<?> each : both) {
                each.get();
            }
        }
        assertThat(sql.column(DAYS)).hasSize(9);
    }

    @Test
    void partitionIsReachedThroughItsTableAlone() {
        partitions.upkeep();
        for (String role : List.of("amps_api", "amps_engine")) {
            sql.begin();
            sql.run("set local role " + role);
            assertThatThrownBy(() -> sql.attempt("select * from telemetry_20260601"))
                    .as(role)
                    .hasMessageContaining("permission denied");
            sql.rollBack();
        }
        assertThat(sql.column("select relname from pg_class where relname like 'telemetry_2%' and relkind = 'r'"
                        + " and not (relrowsecurity and relforcerowsecurity)"))
                .isEmpty();
    }

    /** The right to make days is the engine's; the API's role cannot drop what others saw. */
    @Test
    void apiCannotMakeOrDropDays() {
        for (String call : List.of("telemetry_day_made('2026-06-01')", "telemetry_days_dropped('2026-06-01')")) {
            sql.begin();
            sql.run("set local role amps_api");
            assertThatThrownBy(() -> sql.attempt("select " + call)).hasMessageContaining("permission denied");
            sql.rollBack();
        }
    }

    /** A reader of an old day is not in the way of the days to come. */
    @Test
    void dayThatIsBeingReadIsDroppedLater() {
        partitions.upkeep();
        clock.advance(Duration.ofDays(40));
        sql.begin();
        sql.column("select count(*) from telemetry");
        partitions.upkeep();
        sql.rollBack();
        assertThat(sql.column(DAYS)).contains("20260531", "20260711");
        partitions.upkeep();
        assertThat(sql.column(DAYS)).doesNotContain("20260531").contains("20260711");
    }
}
