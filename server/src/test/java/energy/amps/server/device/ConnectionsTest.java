package energy.amps.server.device;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.connector.Outcome;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.server.Platform;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.ScriptedVendor;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices lose their vendor and come back, each time with one event in the order of the device. */
class ConnectionsTest {
    private final ScriptedVendor vendor = new ScriptedVendor(2);
    private final TestDatabase postgres = House.database();
    private Platform platform;
    private Tenant tenant;
    private UserId user;
    private Caller caller;
    private DeviceId device;
    private Sql sql;

    @BeforeEach
    void open() {
        platform = House.node(
                postgres, new SettableClock(House.START), new Connectors(List.of(vendor)), new SimpleMeterRegistry());
        platform.foundAt("https://amps.example");
        platform.start();
        sql = Sql.on(postgres);
        tenant = new Tenant(platform.customers().create("house", true), Environment.SANDBOX);
        user = platform.customers().createUser(tenant, Optional.of("ada@example.com"));
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        device = link().getFirst().device();
    }

    @AfterEach
    void close() {
        platform.close();
        sql.close();
    }

    private List<DeviceKey> link() {
        return House.link(platform, tenant, user, "scripted", Optional.empty());
    }

    private void push(String command) {
        passed(platform.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        device,
                        new PushRequest(
                                command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    /** Their types; which of a failure and the disconnection it tells of comes first is open. */
    private List<String> events() {
        List<String> numbered =
                sql.column("select sequence from event where device_id = ? order by sequence", device.value());
        assertThat(numbered)
                .as("without a gap")
                .isEqualTo(IntStream.rangeClosed(1, numbered.size())
                        .mapToObj(Integer::toString)
                        .toList());
        return sql.column("select type from event where device_id = ? order by sequence", device.value());
    }

    private void credentialsDie() {
        vendor.treat(sent -> new Outcome.Rejected(FaultCode.INVALID_CREDENTIALS, "The vendor refuses the account."));
        push("charge");
        House.eventually().until(() -> events().containsAll(List.of("push.failed", "device.disconnected")));
    }

    @Test
    void writeThatTheVendorRefusesForItsCredentialsDisconnectsTheDeviceOnce() {
        credentialsDie();
        push("idle");
        House.eventually().until(() -> events().size() == 4);
        assertThat(events())
                .containsExactlyInAnyOrder("device.connected", "push.failed", "device.disconnected", "push.failed");
        assertThat(refused(platform.devices().read(caller, Family.BATTERY, device))
                        .code())
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        DeviceView listed = platform
                .devices()
                .list(caller, Family.BATTERY, Optional.empty(), new Page(50, 0, Optional.empty()))
                .items()
                .stream()
                .filter(each -> each.id().equals(device))
                .findFirst()
                .orElseThrow();
        assertThat(listed.source()).isEqualTo(DeviceView.Source.FALLBACK);
    }

    @Test
    void wayBackIsInTheEventAndOnlyItsHashIsStored() throws Exception {
        credentialsDie();
        String url = sql.column("select data ->> 'reconnectionUrl' from event where type = 'device.disconnected'")
                .getFirst();
        assertThat(url).matches("https://amps\\.example/link/reconnect\\?reconnect=true&token=[0-9A-Za-z]{32}");
        String token = url.substring(url.length() - 32);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        assertThat(sql.column("select encode(token_hash, 'hex') from reconnection"))
                .containsExactly(hash);
        assertThat(sql.column("select t::text from reconnection t").getFirst()).doesNotContain(token);
    }

    @Test
    void accountThatIsLinkedAgainBringsItsDevicesBackUnderTheirIds() {
        credentialsDie();
        vendor.treat(vendor::accept);
        assertThat(link().getFirst().device()).isEqualTo(device);
        link();
        assertThat(events())
                .endsWith("device.reconnected")
                .containsExactlyInAnyOrder(
                        "device.connected", "push.failed", "device.disconnected", "device.reconnected");
        assertThat(sql.number("select count(*) from event where type = 'device.reconnected'"))
                .as("the device that had lost nothing")
                .isEqualTo(1);
        assertThat(sql.number("select count(*) from reconnection")).isZero();
        passed(platform.devices().read(caller, Family.BATTERY, device));
    }

    @Test
    void bodyIsFlatAndInItsOrder() {
        assertThat(sql.column("select data::text from event where device_id = ?", device.value()))
                .containsExactly("""
                        {"deviceId" : "%s", "deviceType" : "battery", "userId" : "%s", \
                        "timestamp" : "2026-06-01T12:00:00.000Z", "type" : "device.connected", "sequence" : 1}\
                        """.formatted(device.value(), user.value()));
    }
}
