package energy.amps.server.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.DeviceId;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that stood still past its lease sends nothing that it committed to before, however well its lease holds again. */
class TermTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    private final AtomicLong nanos = new AtomicLong(1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestDatabase postgres = House.database();
    private final Database database = Database.open(House.address(postgres), meters);
    private final Agenda agenda = new Agenda(
            database,
            new Agenda.Clocks(() -> House.START, nanos::get),
            "node_1",
            AgendaConfig.of(Duration.ofMillis(10), LEASE),
            meters);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTermLastsAsLongAsTheLeaseIsRenewedInTime() {
        agenda.keepLease();
        long term = agenda.term();
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(LEASE.toNanos() / 2);
            agenda.keepLease();
            assertThat(agenda.isStillIn(term)).isTrue();
        }
    }

    @Test
    void aLeaseThatLapsedAndWasRenewedIsAnotherTerm() {
        agenda.keepLease();
        long term = agenda.term();
        nanos.addAndGet(LEASE.toNanos());
        assertThat(agenda.isStillIn(term)).as("lapsed").isFalse();
        agenda.keepLease();
        assertThat(agenda.leaseHolds()).isTrue();
        assertThat(agenda.isStillIn(term)).as("renewed after it had lapsed").isFalse();
        assertThat(agenda.isStillIn(agenda.term())).isTrue();
    }

    @Test
    void givingRowsUpEndsTheTermAndRowsOfCallsThatAreOutAreKept() {
        try (Sql sql = Sql.on(postgres)) {
            agenda.keepLease();
            sql.run("""
                    insert into due (customer_id, environment, kind, ref, device_id, due_at, lease_owner, lease_token)
                    select 'cus_1', 'sandbox', 'action', 'act_' || n, 'device_' || n, '2026-06-01T12:00:00Z', 'node_1', 7
                    from generate_series(1, 2) n
                    """);
            long term = agenda.term();
            agenda.callBegins(device(1));
            agenda.doubt(List.of(device(1)));
            agenda.claimNext();
            assertThat(agenda.isStillIn(term)).as("nothing was given up").isTrue();

            agenda.doubt(List.of(device(2)));
            agenda.claimNext();
            assertThat(agenda.isStillIn(term)).isFalse();
            assertThat(agenda.leaseHolds()).isTrue();
            assertThat(sql.column("select ref || ' ' || lease_token from due order by ref"))
                    .containsExactly("act_1 7", "act_2 8");

            agenda.callEnds(device(1));
            agenda.claimNext();
            assertThat(sql.column("select ref || ' ' || lease_token from due order by ref"))
                    .containsExactly("act_1 8", "act_2 8");
        }
    }

    private static DeviceKey device(int number) {
        return new DeviceKey(
                new Tenant(new CustomerId("cus_1"), Environment.SANDBOX), new DeviceId("device_" + number));
    }
}
