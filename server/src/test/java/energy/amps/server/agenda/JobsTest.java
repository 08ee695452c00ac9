package energy.amps.server.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs on a real table: shared by nodes, done whatever dies, and never ended by somebody who has lost them. */
class JobsTest {
    private static final Tenant TENANT = new Tenant(new CustomerId("cus_1"), Environment.SANDBOX);

    private final SettableClock clock = new SettableClock(House.START);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private TestDatabase postgres;
    private Database database;
    private Sql sql;

    @BeforeEach
    void open() {
        postgres = House.database();
        database = Database.open(House.address(postgres), new SimpleMeterRegistry());
        sql = Sql.on(postgres);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        sql.close();
        database.close();
    }

    private Jobs node(Jobs.Handler handler) {
        Jobs jobs = new Jobs(database, clock, new SimpleMeterRegistry());
        open.add(jobs);
        jobs.handle("test", job -> {
            runs.merge(job.ref(), 1, Integer::sum);
            return handler.run(job);
        });
        return jobs;
    }

    private static JobKey job(String ref) {
        return new JobKey("test", TENANT, ref);
    }

    private void put(String... refs) {
        database.inTransaction(TENANT, tx -> {
            List.of(refs).forEach(ref -> Jobs.put(tx, job(ref), clock.instant()));
            return true;
        });
    }

    private long left() {
        return sql.number("select count(*) from job");
    }

    @Test
    void twoNodesShareTheJobsAndDoEachOnce() {
        put(IntStream.range(0, 100).mapToObj(i -> "ref_" + i).toArray(String[]::new));
        Jobs one = node(job -> new Jobs.Next.Done());
        Jobs two = node(job -> new Jobs.Next.Done());
        one.start();
        two.start();
        House.eventually().until(() -> left() == 0);
        assertThat(runs).hasSize(100).allSatisfy((ref, times) -> assertThat(times)
                .isEqualTo(1));
    }

    @Test
    void whatADeadNodeHadTakenIsDoneByAnotherAndTheDeadOneCannotEndIt() {
        put("ref");
        List<JobRows.Claimed> dead = database.asEngine(tx -> JobRows.claim(
                tx, Set.of("test"), clock.instant(), clock.instant().plus(Jobs.LEASE), 8));
        assertThat(dead).hasSize(1);
        Jobs other = node(job -> {
            ended(dead.getFirst());
            assertThat(left()).as("ended by the node that lost it").isEqualTo(1);
            return new Jobs.Next.Done();
        });
        assertThat(other.runDue()).as("while the lease holds").isZero();
        clock.advance(Jobs.LEASE);
        assertThat(other.runDue()).isEqualTo(1);
        assertThat(left()).isZero();
    }

    private void ended(JobRows.Claimed job) {
        database.asEngine(tx -> {
            JobRows.done(tx, job);
            return true;
        });
    }

    @Test
    void whatIsPutAnewWhileItRunsRunsAgain() {
        put("ref");
        Consumer<String> anew = this::put;
        Jobs jobs = node(job -> {
            if (runs.get("ref") == 1) {
                anew.accept("ref");
            }
            return new Jobs.Next.Done();
        });
        jobs.runDue();
        assertThat(runs).containsEntry("ref", 2);
        assertThat(left()).isZero();
    }

    @Test
    void failedJobComesAgainAfterAPauseThatGrows() {
        put("ref");
        Jobs jobs = node(job -> {
            throw new IllegalStateException("as the test wants it");
        });
        jobs.runDue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(jobs.runDue()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(jobs.runDue()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(3));
        assertThat(jobs.runDue()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(jobs.runDue()).isEqualTo(1);
    }

    @Test
    void jobWaitsUntilTheInstantItAskedFor() {
        put("ref");
        Jobs jobs = node(job -> runs.get("ref") == 1
                ? new Jobs.Next.Again(clock.instant().plus(Duration.ofHours(1)))
                : new Jobs.Next.Done());
        assertThat(jobs.runDue()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(59));
        assertThat(jobs.runDue()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(jobs.runDue()).isEqualTo(1);
        assertThat(left()).isZero();
    }

    @Test
    void kindThatThisNodeDoesNotKnowIsLeftToOthers() {
        put("ref");
        Jobs stranger = new Jobs(database, clock, new SimpleMeterRegistry());
        open.add(stranger);
        stranger.handle("other", job -> new Jobs.Next.Done());
        assertThat(stranger.runDue()).isZero();
        assertThat(left()).isEqualTo(1);
    }
}
