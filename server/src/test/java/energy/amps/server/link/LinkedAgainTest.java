package energy.amps.server.link;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes time: credentials that die, links that lapse; and two customers who link the same account. */
class LinkedAgainTest {
    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private Link link(Caller caller, String username) {
        return passed(house.platform
                .links()
                .start(
                        caller,
                        new LinkRequest(
                                "sandbox",
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(new Credentials.UsernamePassword(username, new Secret("any")))),
                                Optional.of("grace@example.com"),
                                LinkRequest.Wanted.all(Optional.empty())),
                        Keep.nothing()));
    }

    private static List<DeviceId> devices(Link link) {
        return link.devices().stream().map(device -> device.id().orElseThrow()).toList();
    }

    private static DeviceId battery(Link link) {
        return link.devices().stream()
                .filter(device -> device.family() == Family.BATTERY)
                .findFirst()
                .flatMap(Link.Device::id)
                .orElseThrow();
    }

    @Test
    void accountWhoseCredentialsExpireIsDisconnectedAndComesBack() {
        Link link = link(house.caller, "expires@home");
        DeviceId battery = battery(link);
        passed(house.platform.devices().read(house.caller, Family.BATTERY, battery));
        house.clock.advance(Duration.ofMinutes(61));
        for (int i = 0; i < 2; i++) {
            assertThat(refused(house.platform.devices().read(house.caller, Family.BATTERY, battery))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        }
        assertThat(devices(link(house.caller, "expires@home"))).isEqualTo(devices(link));
        passed(house.platform.devices().read(house.caller, Family.BATTERY, battery));
        assertThat(sql.column("select type from event where device_id = ? order by sequence", battery.value()))
                .containsExactly("device.connected", "device.disconnected", "device.reconnected");
        house.clock.advance(Duration.ofMinutes(59));
        passed(house.platform.devices().read(house.caller, Family.BATTERY, battery));
    }

    @Test
    void linkThatWaitsLapsesAndTakesTheUserThatItMadeAlong() {
        Link link = passed(house.platform
                .links()
                .start(
                        house.caller,
                        new LinkRequest(
                                "sandbox",
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(new Credentials.UsernamePassword("mfa@home", new Secret("any")))),
                                Optional.empty(),
                                LinkRequest.Wanted.all(Optional.empty())),
                        Keep.nothing()));
        house.clock.advance(Links.PENDING.minusSeconds(1));
        passed(house.platform.links().read(house.caller, link.id()));
        house.clock.advance(Duration.ofSeconds(1));
        assertThat(refused(house.platform.links().read(house.caller, link.id())).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refused(house.platform
                                .links()
                                .answerMfa(house.caller, link.id(), new Secret("123456"), Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        Supplier<Long> users = () -> sql.number(
                "select count(*) from end_user where id = ?", link.user().value());
        House.eventually().until(() -> users.get() == 0);
        assertThat(sql.number("select count(*) from link")).isZero();
    }

    @Test
    void twoCustomersWhoLinkOneAccountHaveTheirOwnDevices() {
        CustomerId customer = house.platform.customers().create("other", true);
        Caller other = new Caller(
                new Tenant(customer, Environment.SANDBOX), new KeyId("key_other"), new Caller.Scope.Everyone());
        Link mine = link(house.caller, "ada@home");
        Link theirs = link(other, "ada@home");
        assertThat(devices(theirs)).hasSameSizeAs(devices(mine)).doesNotContainAnyElementsOf(devices(mine));
        assertThat(refused(house.platform.devices().read(house.caller, Family.BATTERY, battery(theirs)))
                        .code())
                .isEqualTo(ErrorCode.DEVICE_NOT_FOUND);
        assertThat(refused(house.platform.links().read(house.caller, theirs.id()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }
}
