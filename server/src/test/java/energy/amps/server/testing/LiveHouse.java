package energy.amps.server.testing;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.CredentialForm;
import energy.amps.connector.Credentials;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.DeviceView;
import energy.amps.server.history.Partitions;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Allowances;
import energy.amps.server.tenant.Caller;
import energy.amps.server.webhook.AddressPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes on one database, whose devices are live ones of a {@link LiveVendor}, and a clock that a test moves. */
public final class LiveHouse implements AutoCloseable {
    public static final String OWNER = "grace@example.com";

    public final SettableClock clock = new SettableClock(House.START);
    public final TestDatabase postgres = House.database();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final LiveVendor vendor;
    public final Tenant tenant;
    public final Caller caller;

    /** The first node; more are made by {@link #node}. */
    public final Platform platform;

    private LiveHouse(LiveVendor vendor) {
        this.vendor = vendor;
        this.platform = node(key(1));
        platform.start();
        this.tenant = new Tenant(platform.customers().create("live", true), Environment.LIVE);
        this.caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
    }

    /** A house without devices. */
    public static LiveHouse open(LiveVendor vendor) {
        return new LiveHouse(vendor);
    }

    /** A key of the operator's, told from others by its number. */
    public static byte[] key(int number) {
        byte[] key = new byte[Vault.KEY_BYTES];
        Arrays.fill(key, (byte) number);
        return key;
    }

    /** Another node, not started, with these keys; none looks at devices by itself. */
    public Platform node(byte[]... keys) {
        return node(false, keys);
    }

    /** Another node, not started, that looks at devices by itself where it is told to. */
    public Platform node(boolean polling, byte[]... keys) {
        return new Platform(
                new Platform.Config(
                        AgendaConfig.of(Duration.ofMillis(10), House.LEASE),
                        Duration.ofMinutes(5),
                        Partitions.RETENTION,
                        new Allowances.Rate(0, 1),
                        new Platform.Outbound(Vault.with(List.of(keys)), new AddressPolicy(List.of())),
                        polling),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of(vendor)),
                meters);
    }

    /** Links an account of that user name. */
    public Checked<Link> link(Platform node, String username, LinkRequest.Choice choice) {
        return node.links()
                .start(
                        caller,
                        new LinkRequest(
                                LiveVendor.NAME,
                                new LinkRequest.Sent(
                                        CredentialForm.USERNAME_PASSWORD.wire(),
                                        Optional.of(
                                                new Credentials.UsernamePassword(username, new Secret("pass-word")))),
                                Optional.of(OWNER),
                                new LinkRequest.Wanted(
                                        Optional.empty(), choice, LinkRequest.Wanted.MOST, Optional.empty())),
                        Keep.nothing());
    }

    /** Links an account, and gives its first device. */
    public DeviceId battery() {
        return House.passed(link(platform, "grace", LinkRequest.Choice.ALL))
                .devices()
                .getFirst()
                .id()
                .orElseThrow();
    }

    public DeviceKey key(DeviceId device) {
        return new DeviceKey(tenant, device);
    }

    public Checked<DeviceView> read(Platform node, DeviceId device) {
        return node.devices().read(caller, Family.BATTERY, device);
    }

    public Checked<Action> push(DeviceId device, Optional<String> start, Optional<String> end) {
        return platform.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        device,
                        new PushRequest("charge", Optional.empty(), start, end, Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing());
    }

    /** A write of one setting, in percent. */
    public static SettingsRequest setting(Setting setting, int percent) {
        return new SettingsRequest(Map.of(
                setting.wire(), new SettingsRequest.Value.Numeric(BigDecimal.valueOf(percent), Unit.PERCENT.wire())));
    }

    public Sql sql() {
        return Sql.on(postgres);
    }

    @Override
    public void close() {
        platform.close();
    }
}
