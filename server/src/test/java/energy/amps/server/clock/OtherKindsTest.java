package energy.amps.server.clock;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.action.Lifecycle;
import energy.amps.server.action.Passage;
import energy.amps.server.action.Renewal;
import energy.amps.server.action.Slots;
import energy.amps.server.agenda.Agenda;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.agenda.Lease;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.TenantClock;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whatever goes by the tenant's time is served at its instant, by whoever serves it: here a chime that strikes each hour. */
class OtherKindsTest {
    private static final String CHIME = "chime";

    private final SettableClock machine = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final Sql sql = Sql.on(postgres);
    private final List<Instant> strikes = new CopyOnWriteArrayList<>();

    @Test
    void chimeStrikesEveryHourOfAnAdvance() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        PlatformClock platform = new PlatformClock(machine, Duration.ZERO);
        Ids ids = new Ids(platform, new SecureRandom());
        try (Database database = Database.open(House.address(postgres), meters);
                Agenda agenda = new Agenda(
                        database,
                        new Agenda.Clocks(platform, System::nanoTime),
                        ids.next("node_"),
                        AgendaConfig.of(Duration.ofMillis(10), House.LEASE),
                        meters)) {
            TenantClock clock = new TenantClock(platform, database, agenda.turned());
            Lifecycle lifecycle = new Lifecycle(
                    new Lifecycle.Parts(
                            database,
                            platform,
                            clock,
                            ids,
                            Connectors.installed(House.noDelays()),
                            Lifecycle.Threads.virtual(),
                            meters),
                    agenda,
                    Duration.ofMinutes(5));
            agenda.handle(CHIME, leases -> leases.forEach(lease -> strike(lease, clock)));
            try (lifecycle;
                    TestClocks clocks = new TestClocks(
                            database,
                            platform,
                            agenda,
                            new Passage(lifecycle, Slots.none(), ids),
                            new Renewal(lifecycle, (tenant, which) -> {}),
                            Map.of(CHIME, agenda))) {
                lifecycle.start();
                agenda.start();
                sql.run(
                        "insert into customer (id, name, live_enabled, created_at) values ('cus_1', 'tower', true, now())");
                Tenant tenant = new Tenant(new CustomerId("cus_1"), Environment.SANDBOX);
                sql.run(
                        "insert into due (customer_id, environment, kind, ref, device_id, due_at, lease_token)"
                                + " values (?, 'sandbox', ?, 'tower', 'tower', ?::timestamptz, 0)",
                        tenant.customer().value(),
                        CHIME,
                        House.START.plus(Duration.ofHours(1)).toString());
                Caller caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
                turn(clocks, caller, new ClockTurn.Freeze(Optional.empty()));
                machine.advance(Duration.ofHours(9));
                turn(clocks, caller, new ClockTurn.Advance(Duration.ofDays(2)));
                assertThat(strikes).containsExactlyElementsOf(hours(48));
                agenda.stop();
            }
        }
        sql.close();
    }

    private static void turn(TestClocks clocks, Caller caller, ClockTurn turn) {
        passed(clocks.turn(caller, turn, Keep.nothing()));
        eventually().until(() -> !passed(clocks.read(caller)).advancing());
    }

    /** As whoever serves a kind does: notes what is due, and moves its row on in the tenant's time. */
    private void strike(Lease lease, TenantClock clock) {
        strikes.add(clock.now(lease.key().device().tenant()));
        try (Sql own = Sql.on(postgres)) {
            own.run(
                    "update due set tenant_at = tenant_at + interval '1 hour', due_at = null, lease_owner = null"
                            + " where kind = ? and lease_token = ?",
                    CHIME,
                    lease.token());
        }
    }

    private static List<Instant> hours(int count) {
        List<Instant> hours = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            hours.add(House.START.plus(Duration.ofHours(i)));
        }
        return hours;
    }
}
