package energy.amps.server.credential;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Setting;
import energy.amps.connector.Account;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.Platform;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest.Choice;
import energy.amps.server.link.LinkState;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What opens an account is kept sealed, reaches the vendor's connector in every call, changes keys, and goes with its owner. */
class CredentialsAtRestTest {
    private LiveHouse house;
    private LiveVendor vendor;
    private Sql sql;

    @BeforeEach
    void open() {
        vendor = new LiveVendor("tok-3ff1");
        house = LiveHouse.open(vendor);
        sql = house.sql();
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private List<String> materials() {
        return sql.column(
                "select material from account union all select material from link where material is not null");
    }

    private static Optional<Secret> material(LinkedDevice device) {
        return device.account().flatMap(Account::material);
    }

    @Test
    void everyCallHasTheAccountWithWhatOpensIt() {
        DeviceId battery = house.battery();
        passed(house.read(house.platform, battery));
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> vendor.writes().size() == 1);
        passed(house.platform
                .pushes()
                .configure(
                        house.caller,
                        Family.BATTERY,
                        battery,
                        LiveHouse.setting(Setting.DISCHARGE_FLOOR, 20),
                        Keep.nothing()));
        assertThat(vendor.reads()).isNotEmpty().allSatisfy(read -> {
            assertThat(material(read)).contains(vendor.token);
            assertThat(read.account().orElseThrow().note()).isEqualTo("plant 7");
            assertThat(read.toString()).doesNotContain(vendor.token.reveal());
        });
        assertThat(vendor.writes()).hasSize(2).allSatisfy(write -> assertThat(material(write))
                .contains(vendor.token));
    }

    @Test
    void whatALinkWaitsWithIsSealedAndGoneOnceItIsLinked() {
        Link asked = passed(house.link(house.platform, "mfa", Choice.ASK));
        assertThat(asked.state()).isEqualTo(LinkState.MFA_REQUIRED);
        assertThat(materials()).hasSize(1);
        Link choosing =
                passed(house.platform.links().answerMfa(house.caller, asked.id(), new Secret("1"), Keep.nothing()));
        assertThat(choosing.state()).isEqualTo(LinkState.SELECT_DEVICES);
        Link linked =
                passed(house.platform.links().selectDevices(house.caller, asked.id(), List.of("2"), Keep.nothing()));
        assertThat(linked.state()).isEqualTo(LinkState.LINKED);
        assertThat(sql.number("select count(*) from link where material is not null"))
                .isZero();
        passed(house.read(house.platform, linked.devices().getFirst().id().orElseThrow()));
        assertThat(material(vendor.reads().getFirst())).contains(vendor.token);
    }

    /** A step, the same again as if a node had died, and the rest; after it the old key is not needed. */
    @Test
    void keysAreChangedInStepsThatMayBreakOff() {
        DeviceId battery = house.battery();
        passed(house.link(house.platform, "mfa", Choice.ASK));
        endpoint(Vault.with(List.of(LiveHouse.key(1))));
        List<String> before = materials();
        Vault fresh = Vault.with(List.of(LiveHouse.key(2)));
        Platform rotating = house.node(LiveHouse.key(2), LiveHouse.key(1));
        Platform later = house.node(LiveHouse.key(2));
        try (rotating;
                later) {
            assertThat(refused(house.read(later, battery)).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(vendor.reads())
                    .as("calls that were made without what opens the account")
                    .isEmpty();
            Rotation.Step step = rotating.rotation().step(Optional.empty());
            assertThat(step.sealedAnew()).isEqualTo(1);
            assertThat(rotating.rotation().step(Optional.empty()).sealedAnew()).isZero();
            int anew = 0;
            while (step.next().isPresent()) {
                step = rotating.rotation().step(step.next());
                anew += step.sealedAnew();
                assertThat(step.shut()).isZero();
            }
            assertThat(anew)
                    .as("the link, and the endpoint's two secrets and headers")
                    .isEqualTo(4);
            assertThat(materials()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
            passed(house.read(later, battery));
        }
        assertThat(material(vendor.reads().getFirst())).contains(vendor.token);
        assertThat(fresh.open(sql.column("select secret from webhook_endpoint").getFirst(), "ep_1/secret"))
                .isEqualTo("one");
        assertThat(fresh.open(
                        sql.column("select old_secret from webhook_endpoint").getFirst(), "ep_1/secret"))
                .isEqualTo("two");
        assertThat(fresh.open(sql.column("select headers from webhook_endpoint").getFirst(), "ep_1/headers"))
                .isEqualTo("{}");
    }

    private void endpoint(Vault vault) {
        sql.run(
                """
                insert into webhook_endpoint (customer_id, environment, id, url, description, headers, enabled, secret, old_secret,
                    old_secret_until, since, rate_at, created_at, updated_at)
                values (?, 'live', 'ep_1', 'https://example.com', '', ?, true, ?, ?, now(), '', now(), now(), now())
                """,
                house.tenant.customer().value(),
                vault.seal("{}", "ep_1/headers"),
                vault.seal("one", "ep_1/secret"),
                vault.seal("two", "ep_1/secret"));
    }

    @Test
    void whatNoKeyOpensIsCountedAndLeftAsItIs() {
        house.battery();
        List<String> before = materials();
        try (Platform other = house.node(LiveHouse.key(3))) {
            Rotation.Step step = other.rotation().step(Optional.empty());
            assertThat(step.sealedAnew()).isZero();
            assertThat(step.shut()).isEqualTo(1);
        }
        assertThat(materials()).isEqualTo(before);
    }

    @Test
    void withoutAKeyNothingIsKeptAndNobodyIsLinked() {
        try (Platform shut = house.node()) {
            for (String user : List.of("grace", "mfa")) {
                assertThat(refused(house.link(shut, user, Choice.ALL)).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            }
            assertThat(shut.rotation().isPossible()).isFalse();
        }
        assertThat(sql.number("select (select count(*) from account) + (select count(*) from link)"))
                .isZero();
    }

    @Test
    void itGoesWithItsOwner() {
        house.battery();
        passed(house.link(house.platform, "mfa", Choice.ALL));
        assertThat(materials()).hasSize(2);
        passed(house.platform.erasure().erase(house.caller, LiveHouse.OWNER, Keep.nothing()));
        eventually().until(() -> sql.number("select count(*) from job where kind <> 'link'") == 0);
        assertThat(materials()).isEmpty();
    }
}
