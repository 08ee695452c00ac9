package energy.amps.server.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One key has one effect: two nodes on one database, and a clock that the test moves. */
class ClaimRowsTest {
    private static final Tenant TENANT = new Tenant(new CustomerId("cus_1"), Environment.SANDBOX);

    private static final AtomicLong EFFECTS = new AtomicLong();

    private final TestDatabase postgres = House.database();
    private final SettableClock clock = new SettableClock(House.START);
    private final Database one = Database.open(House.address(postgres), new SimpleMeterRegistry());
    private final Database other = Database.open(House.address(postgres), new SimpleMeterRegistry());
    private final Claims here = new ClaimRows(one, clock, new Ids(clock, new Random(1)));
    private final Claims there = new ClaimRows(other, clock, new Ids(clock, new Random(2)));

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static KeyedRequest request(String key, String body) {
        return KeyedRequest.of(List.of(key), "", body.getBytes(UTF_8));
    }

    private Claim.Mine claimed(Claims claims, KeyedRequest request) {
        Claim claim = claims.claim(TENANT, request);
        assertThat(claim).isInstanceOf(Claim.Mine.class);
        return (Claim.Mine) claim;
    }

    @Test
    void whileItIsClaimedOthersAreToldSo() {
        claimed(here, request("k", "a"));
        assertThat(there.claim(TENANT, request("k", "a"))).isEqualTo(new Claim.Running());
        assertThat(there.claim(TENANT, request("k", "b"))).isEqualTo(new Claim.Reused());
        claimed(there, request("l", "a"));
    }

    @Test
    void otherTenantsHaveTheirOwnKeys() {
        claimed(here, request("k", "a"));
        for (Tenant tenant : List.of(
                new Tenant(new CustomerId("cus_2"), Environment.SANDBOX),
                new Tenant(new CustomerId("cus_1"), Environment.LIVE))) {
            assertThat(there.claim(tenant, request("k", "a"))).isInstanceOf(Claim.Mine.class);
        }
    }

    @Test
    void answerThatWasKeptIsGivenAgainFor48HoursAndNoLonger() {
        here.complete(claimed(here, request("k", "a")), 202, "{\"id\":\"act_1\"}");
        clock.advance(ClaimRows.KEPT.minusMillis(1));
        assertThat(there.claim(TENANT, request("k", "a"))).isEqualTo(new Claim.Kept(202, "{\"id\":\"act_1\"}"));
        assertThat(there.claim(TENANT, request("k", "b"))).isEqualTo(new Claim.Reused());
        clock.advance(Duration.ofMillis(1));
        claimed(there, request("k", "b"));
    }

    @Test
    void releasedKeyIsFreeAndAnAnswerIsNotReleased() {
        Claim.Mine released = claimed(here, request("k", "a"));
        here.release(released);
        Claim.Mine mine = claimed(there, request("k", "b"));
        here.release(released);
        assertThat(here.claim(TENANT, request("k", "b"))).isEqualTo(new Claim.Running());
        there.complete(mine, 200, "{}");
        there.release(mine);
        assertThat(here.claim(TENANT, request("k", "b"))).isEqualTo(new Claim.Kept(200, "{}"));
    }

    /** A node that died between claim and commit, as far as anybody can tell: its claim lapses, and then it is too late for it. */
    @Test
    void lapsedClaimIsTakenOverAndItsEffectCannotHoldAnyMore() {
        Claim.Mine slow = claimed(here, request("k", "a"));
        clock.advance(ClaimRows.CLAIMED.minusMillis(1));
        assertThat(there.claim(TENANT, request("k", "a"))).isEqualTo(new Claim.Running());
        clock.advance(Duration.ofMillis(1));
        Claim.Mine heir = claimed(there, request("k", "a"));

        assertThatThrownBy(() -> effect(slow)).isInstanceOf(LostClaim.class);
        assertThat(effects()).isZero();
        effect(heir);
        assertThatThrownBy(() -> effect(slow)).isInstanceOf(LostClaim.class);
        assertThat(effects()).isEqualTo(1);
    }

    /** A node that died between commit and answer: the repetition has the answer, however late it comes. */
    @Test
    void committedAnswerOutlivesItsClaim() {
        effect(claimed(here, request("k", "a")));
        clock.advance(ClaimRows.CLAIMED.multipliedBy(2));
        assertThat(there.claim(TENANT, request("k", "a"))).isEqualTo(new Claim.Kept(202, "{}"));
    }

    /** The holder's commit is awaited when its claim has lapsed: whoever takes over must not do so beside it. */
    @Test
    void claimThatLapsesWhileItsEffectIsCommittedIsNotTakenOver() throws Exception {
        Claim.Mine slow = claimed(here, request("k", "a"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Claim> heir = one.inTransaction(TENANT, tx -> {
                here.complete(tx, slow, 202, "{}");
                clock.advance(ClaimRows.CLAIMED);
                Future<Claim> claim = threads.submit(() -> there.claim(TENANT, request("k", "a")));
                awaitBlocked();
                return claim;
            });
            assertThat(heir.get()).isEqualTo(new Claim.Kept(202, "{}"));
        }
    }

    /** Somebody who asks while the effect is being committed is not made to wait. */
    @Test
    void askingWaitsForNoCommit() {
        Claim.Mine mine = claimed(here, request("k", "a"));
        one.inTransaction(TENANT, tx -> {
            here.complete(tx, mine, 202, "{}");
            assertThat(there.claim(TENANT, request("k", "a"))).isEqualTo(new Claim.Running());
            return true;
        });
    }

    @Test
    void twentyAtOnceOverTwoNodesHaveOneEffect() throws Exception {
        for (int round = 0; round < 20; round++) {
            KeyedRequest request = request("k" + round, "a");
            List<Callable<Claim>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Claims claims = i % 2 == 0 ? here : there;
                all.add(() -> {
                    Claim claim = claims.claim(TENANT, request);
                    if (claim instanceof Claim.Mine mine) {
                        effect(mine);
                    }
                    return claim;
                });
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                long winners = threads.invokeAll(all).stream()
                        .map(Future::resultNow)
                        .filter(Claim.Mine.class::isInstance)
                        .count();
                assertThat(winners).isEqualTo(1);
            }
        }
        assertThat(effects()).isEqualTo(20);
    }

    @Test
    void whatIsOlderThan48HoursIsForgottenAndNothingElse() {
        here.complete(claimed(here, request("old", "a")), 202, "{}");
        claimed(here, request("abandoned", "a"));
        clock.advance(ClaimRows.KEPT.minusMillis(1));
        here.complete(claimed(here, request("young", "a")), 202, "{}");
        try (Forgetting forgetting = new Forgetting(one, clock);
                Sql sql = Sql.on(postgres)) {
            forgetting.forget();
            assertThat(sql.number("select count(*) from idempotency")).isEqualTo(3);
            clock.advance(Duration.ofMillis(1));
            forgetting.forget();
            assertThat(sql.number("select count(*) from idempotency")).isEqualTo(1);
        }
    }

    @Test
    void moreThanABatchIsForgottenAtATime() {
        try (Forgetting forgetting = new Forgetting(one, clock);
                Sql sql = Sql.on(postgres)) {
            sql.run("""
                    insert into idempotency select 'cus_1', 'live', sha256(n::text::bytea), sha256(''), 't', '2026-01-01', '2026-01-01'
                    from generate_series(1, ?) n
                    """, 2 * Forgetting.BATCH + 1);
            forgetting.forget();
            assertThat(sql.number("select count(*) from idempotency")).isZero();
        }
    }

    private long effects() {
        try (Sql sql = Sql.on(postgres)) {
            return sql.number("select count(*) from event");
        }
    }

    private void awaitBlocked() {
        try (Sql sql = Sql.on(postgres)) {
            House.eventually().until(() -> sql.number("""
                    select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
                    """) == 1);
        }
    }

    /** What stands in for an effect: any row, written with the answer. */
    private void effect(Claim.Mine claim) {
        one.inTransaction(TENANT, tx -> {
            tx.update(
                    "insert into event values (?, ?, ?, 'd', 'u', ?, 't', now(), null)",
                    TENANT.customer().value(),
                    TENANT.environment().wire(),
                    "evt_" + claim.token(),
                    EFFECTS.incrementAndGet());
            here.complete(tx, claim, 202, "{}");
            return true;
        });
    }
}
