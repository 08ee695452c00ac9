package energy.amps.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast a key may ask, on rows that do not refill while a test runs. */
class AllowancesTest {
    private static final Tenant TENANT = new Tenant(new CustomerId("cus_1"), Environment.SANDBOX);
    private static final KeyId KEY = new KeyId("key_1");
    private static final int BURST = 200;
    private static final int CREDIT = 20;

    private final TestDatabase postgres = House.database();
    private final AtomicLong nanos = new AtomicLong();
    private Sql sql;
    private Database database;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        database = Database.open(House.address(postgres), new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        database.close();
        sql.close();
    }

    /** 1000 a second, of which the row sees none: its clock is put ahead, so that it never refills. */
    private Allowances node() {
        return new Allowances(new Allowances.Rate(1_000, BURST), database, nanos::get);
    }

    private void stopRefilling() {
        sql.run("insert into allowance values ('cus_1', 'sandbox', 'key_1', ?, now() + interval '1 day')", BURST);
    }

    private static int passed(Allowances node, int asked) {
        int passed = 0;
        for (int i = 0; i < asked; i++) {
            if (node.spend(TENANT, KEY).orElseThrow().allowed()) {
                passed++;
            }
        }
        return passed;
    }

    @Test
    void oneNodeGivesExactlyTheBurst() {
        stopRefilling();
        assertThat(passed(node(), 3 * BURST)).isEqualTo(BURST);
    }

    @Test
    void nodesShareTheMeasureUpToACreditEach() {
        stopRefilling();
        List<Allowances> nodes = List.of(node(), node(), node());
        int passed = 0;
        for (int i = 0; i < 3 * BURST; i++) {
            passed += passed(nodes.get(i % 3), 1);
        }
        assertThat(passed).isBetween(BURST, BURST + 2 * CREDIT);
    }

    @Test
    void manyAtOnceGetNoMore() throws Exception {
        stopRefilling();
        Allowances node = node();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                Callable<Integer> one = () -> passed(node, 20);
                all.add(threads.submit(one));
            }
            int passed = 0;
            for (Future<Integer> each : all) {
                passed += each.get();
            }
            assertThat(passed).isEqualTo(BURST);
        }
    }

    @Test
    void theDatabasesClockRefills() {
        stopRefilling();
        Allowances node = node();
        passed(node, BURST);
        assertThat(passed(node, 1)).isZero();
        sql.run("update allowance set refilled_at = now() - interval '50 milliseconds'");
        assertThat(passed(node, 1))
                .as("refused without asking, until something must have come in")
                .isZero();
        nanos.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(passed(node, 1)).isEqualTo(1);
    }

    /** What was used long ago has come back since, though it is told only now. */
    @Test
    void afterAPauseTheWholeBurstIsThere() {
        Allowances node = node();
        assertThat(passed(node, CREDIT - 1)).isEqualTo(CREDIT - 1);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        sql.run("insert into allowance values ('cus_1', 'sandbox', 'key_1', ?, now() - interval '1 hour')", BURST);
        passed(node, 2);
        assertThat(sql.number("select round(tokens) from allowance")).isGreaterThanOrEqualTo(BURST - 1);
    }

    @Test
    void headersTellWhatIsLeft() {
        stopRefilling();
        Allowances node = node();
        Allowance first = node.spend(TENANT, KEY).orElseThrow();
        assertThat(first.limit()).isEqualTo(BURST);
        assertThat(first.remaining()).isEqualTo(BURST - 1);
        assertThat(first.retrySeconds()).isZero();
        passed(node, BURST);
        Allowance refused = node.spend(TENANT, KEY).orElseThrow();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retrySeconds()).isEqualTo(1);
        assertThat(refused.resetSeconds()).isEqualTo(1);
    }

    @Test
    void withoutTheDatabaseNobodyIsRefused() {
        Allowances node = node();
        database.close();
        assertThat(passed(node, 3 * BURST)).isEqualTo(3 * BURST);
    }

    @Test
    void keysDoNotShare() {
        stopRefilling();
        Allowances node = node();
        passed(node, 2 * BURST);
        assertThat(node.spend(TENANT, new KeyId("key_2")).orElseThrow().allowed())
                .isTrue();
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(new Allowances(new Allowances.Rate(0, 1), database, nanos::get).spend(TENANT, KEY))
                .isEmpty();
    }
}
