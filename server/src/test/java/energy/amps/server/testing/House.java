package energy.amps.server.testing;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import energy.amps.connector.Connector;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.Refusal;
import energy.amps.server.Platform;
import energy.amps.server.action.Action;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.DeviceView;
import energy.amps.server.link.Accounts;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Migrations;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.webhook.AddressPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A whole node on a database of its own, with one customer, its sandbox batteries, and a clock that a test moves. */
public final class House implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    /** Real time: longer than any machine stands still that runs tests. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    public final SettableClock clock;
    public final TestDatabase postgres;
    public Platform platform;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Tenant tenant;
    public final Caller caller;
    public final List<DeviceKey> devices;

    private final Connectors connectors;

    private House(SettableClock clock, TestDatabase postgres, Connectors connectors) {
        this.clock = clock;
        this.postgres = postgres;
        this.connectors = connectors;
        this.platform = node(postgres, clock, connectors, meters);
        platform.start();
        this.tenant = new Tenant(platform.customers().create("house", true), Environment.SANDBOX);
        UserId user = platform.customers().createUser(tenant, Optional.of("ada@example.com"));
        this.caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        this.devices = link(platform, tenant, user, "sandbox", Optional.of(ZoneId.of("Europe/London")));
    }

    /** A house on a fresh, migrated database, with the connectors as installed and no delays. */
    public static House open() {
        return open(Connectors.installed(noDelays()));
    }

    /** A house with those connectors. */
    public static House open(Connectors connectors) {
        return new House(new SettableClock(START), database(), connectors);
    }

    /** A fresh, migrated database. */
    public static TestDatabase database() {
        return TestPostgres.createDatabase(
                TestPostgres.templateOnce("migrated", template -> Migrations.run(address(template))));
    }

    public static Database.Address address(TestDatabase database) {
        return new Database.Address(database.jdbcUrl(), database.user(), database.password(), 8);
    }

    public static Function<String, Optional<String>> noDelays() {
        Map<String, String> settings =
                Map.of("AMPS_SANDBOX_ACCEPT_DELAY", "PT0S", "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S");
        return name -> Optional.ofNullable(settings.get(name));
    }

    /** Has the devices that a vendor's untouched account holds. */
    public static List<DeviceKey> link(
            Platform platform, Tenant tenant, UserId user, String vendor, Optional<ZoneId> zone) {
        Connector connector = platform.connectors().of(vendor);
        return platform.accounts()
                .register(
                        tenant,
                        new Accounts.Opened(user, connector, "test", zone),
                        connector.discover(platform.clock().now(tenant)));
    }

    /** A node on that database, not yet started. */
    public static Platform node(
            TestDatabase postgres, InstantSource clock, Connectors connectors, SimpleMeterRegistry meters) {
        return new Platform(
                new Platform.Config(
                        AgendaConfig.of(Duration.ofMillis(10), LEASE),
                        Duration.ofMinutes(5),
                        new Platform.Outbound(
                                Vault.with(List.of(new byte[Vault.KEY_BYTES])),
                                new AddressPolicy(AddressPolicy.LOOPBACK))),
                Database.open(address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                connectors,
                meters);
    }

    /** Stops the node, lets time go by, and starts another on the same database. */
    public void restartAfter(Duration pause) {
        platform.close();
        clock.advance(pause);
        platform = node(postgres, clock, connectors, meters);
        platform.start();
    }

    /** A node that serves requests and takes up no due work, on the same database. */
    public void restartWithoutWork() {
        platform.close();
        platform = node(postgres, clock, connectors, meters);
    }

    /** The full-featured battery. */
    public DeviceId battery() {
        return devices.getFirst().device();
    }

    public Checked<Action> push(
            String command, Optional<String> start, Optional<String> end, Optional<String> strategy) {
        return push(command, Optional.empty(), start, end, strategy, SandboxControls.NONE);
    }

    public Checked<Action> push(
            String command,
            Optional<Map<String, RawQuantity>> parameters,
            Optional<String> start,
            Optional<String> end,
            Optional<String> strategy,
            SandboxControls controls) {
        return platform.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        battery(),
                        new PushRequest(command, parameters, start, end, strategy),
                        controls,
                        Keep.nothing());
    }

    public Action action(ActionId id) {
        return passed(platform.actions().read(caller, id));
    }

    public DeviceView read() {
        return passed(platform.devices().read(caller, Family.BATTERY, battery()));
    }

    /** Waits for a condition, looking often: what is waited for takes milliseconds, and the clock does not move by itself. */
    public static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2));
    }

    public static Map<String, RawQuantity> target(double percent) {
        return Map.of("target", new RawQuantity(BigDecimal.valueOf(percent), "percent"));
    }

    public static <T> T passed(Checked<T> checked) {
        return switch (checked) {
            case Checked.Passed<T>(T value) -> value;
            case Checked.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    public static Refusal refused(Checked<?> checked) {
        return switch (checked) {
            case Checked.Passed<?> passed -> throw new AssertionError("not refused: " + passed);
            case Checked.Refused<?>(Refusal refusal) -> refusal;
        };
    }

    @Override
    public void close() {
        platform.close();
    }
}
