package energy.amps.server.tenant;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.server.Platform;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys over two nodes on one database. */
class KeyRingTest {
    private House house;
    private Platform other;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
        other = House.node(
                house.postgres, house.clock, Connectors.installed(House.noDelays()), new SimpleMeterRegistry());
        other.start();
    }

    @AfterEach
    void close() {
        sql.close();
        other.close();
        house.close();
    }

    @Test
    void revocationHoldsHereAtOnceAndSoonOnTheOtherNode() {
        Customers.IssuedKey first = house.platform.customers().issueKey(house.tenant);
        house.platform.customers().issueKey(house.tenant);
        assertThat(house.platform.keys().authenticate(first.text())).isInstanceOf(Authentication.Granted.class);
        assertThat(other.keys().authenticate(first.text())).isInstanceOf(Authentication.Granted.class);
        passed(house.platform.keyRing().revoke(house.caller, first.id(), Keep.nothing()));
        assertThat(house.platform.keys().authenticate(first.text())).isInstanceOf(Authentication.Denied.class);
        eventually().untilAsserted(() -> assertThat(other.keys().authenticate(first.text()))
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.refusal().message()).contains("revoked")));
    }

    /** Each leaves the other's, and neither would be left. */
    @Test
    void twoKeysThatRevokeEachOtherLeaveOne() throws Exception {
        for (int round = 0; round < 20; round++) {
            sql.run("update api_key set revoked_at = now() where revoked_at is null");
            KeyId one = house.platform.customers().issueKey(house.tenant).id();
            KeyId two = other.customers().issueKey(house.tenant).id();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                List<Future<Checked<ApiKey>>> both = List.of(
                        threads.submit(() -> house.platform.keyRing().revoke(house.caller, one, Keep.nothing())),
                        threads.submit(() -> other.keyRing().revoke(house.caller, two, Keep.nothing())));
                List<Checked<ApiKey>> answers =
                        List.of(both.get(0).get(), both.get(1).get());
                assertThat(answers.stream().filter(Checked.Passed.class::isInstance))
                        .hasSize(1);
                Checked<ApiKey> left = answers.stream()
                        .filter(Checked.Refused.class::isInstance)
                        .findFirst()
                        .orElseThrow();
                assertThat(refused(left).code()).isEqualTo(ErrorCode.CONFLICT);
            }
        }
    }

    /** A key that is kept is not made without what is kept with it. */
    @Test
    void aKeyIsMadeWithWhatIsKeptOrNotAtAll() {
        long before = sql.number("select count(*) from api_key");
        NewKey wanted = NewKey.ofEverything();
        assertThatThrownBy(() -> house.platform.keyRing().make(house.caller, wanted, (tx, made) -> {
                    throw new IllegalStateException("not kept");
                }))
                .hasMessage("not kept");
        assertThat(sql.number("select count(*) from api_key")).isEqualTo(before);
        assertThat(sql.number("select count(*) from audit where action = 'key.created'"))
                .isZero();
    }

    /** Whoever guesses behind the same address keeps no known key out. */
    @Test
    void guessesAreLimitedAndKnownKeysAreNot() throws Exception {
        InetAddress from = InetAddress.ofLiteral("192.0.2.7");
        String known = house.platform.customers().issueKey(house.tenant).text();
        String unseen = house.platform.customers().issueKey(house.tenant).text();
        Keys keys = house.platform.keys();
        assertThat(keys.authenticate(known, from)).isInstanceOf(Authentication.Granted.class);
        boolean limited = false;
        for (int i = 0; i < 100_000 && !limited; i++) {
            limited = keys.authenticate("amps_sk_test_%032d".formatted(i), from)
                            instanceof Authentication.Denied(var refusal)
                    && refusal.code() == ErrorCode.RATE_LIMIT_EXCEEDED;
        }
        assertThat(limited).isTrue();
        keys.forget(house.tenant.customer());
        assertThat(keys.authenticate(known, from)).isInstanceOf(Authentication.Granted.class);
        assertThat(keys.authenticate(unseen, InetAddress.ofLiteral("192.0.2.8")))
                .isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void scopesAreThoseThatWereAskedFor() {
        MadeKey made = passed(house.platform
                .keyRing()
                .make(
                        house.caller,
                        new NewKey(Optional.empty(), Set.of(KeyScope.READ), Optional.empty()),
                        Keep.nothing()));
        assertThat(house.platform.keys().authenticate(made.text()))
                .isEqualTo(new Authentication.Granted(house.tenant, made.key().id(), Set.of(KeyScope.READ)));
        assertThat(KeyScope.WRITE.isIn(Set.of(KeyScope.READ))).isFalse();
        assertThat(KeyScope.WRITE.isIn(Set.of(KeyScope.ADMIN))).isTrue();
    }
}
