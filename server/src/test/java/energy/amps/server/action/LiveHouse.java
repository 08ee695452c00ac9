package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;

import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.ScriptedVendor;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A node with one device of a vendor that has to be asked, and that others can tell something as well. */
final class LiveHouse implements AutoCloseable {
    final SettableClock clock = new SettableClock(House.START);
    final ScriptedVendor vendor = ScriptedVendor.live(1);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Sql sql;
    final DeviceId device;
    private final TestDatabase postgres = House.database();
    private final Caller caller;
    private Platform platform;

    LiveHouse() {
        platform = node();
        platform.start();
        sql = Sql.on(postgres);
        Tenant tenant = new Tenant(platform.customers().create("house", true), Environment.SANDBOX);
        UserId user = platform.customers().createUser(tenant, Optional.empty());
        caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        device = House.link(platform, tenant, user, "scripted", Optional.empty())
                .getFirst()
                .device();
    }

    private Platform node() {
        return new Platform(
                new Platform.Config(AgendaConfig.of(Duration.ofMillis(10), House.LEASE), Duration.ofMinutes(5)),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of(vendor)),
                meters);
    }

    /** Stops the node, and starts another on the same database. */
    void restart() {
        platform.close();
        platform = node();
        platform.start();
    }

    Platform platform() {
        return platform;
    }

    Caller caller() {
        return caller;
    }

    /** An immediate push, or a window from now on that is so long. */
    Action push(String command, Optional<Duration> lasting) {
        Optional<String> end = lasting.map(clock.instant()::plus).map(Instant::toString);
        return passed(platform.pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        device,
                        new PushRequest(command, Optional.empty(), end.map(any -> "0m"), end, Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    /** Somebody looks at the device. */
    void look() {
        passed(platform.devices().read(caller, Family.BATTERY, device));
    }

    Action read(ActionId id) {
        return passed(platform.actions().read(caller, id));
    }

    Action awaitState(Action action, ActionState state) {
        return eventually().until(() -> read(action.id()), now -> now.state() == state);
    }

    /** Lets so much time go by that the device is read back, and waits for what that shows. */
    Action awaitVerification(Action action, Verification.State state) {
        eventually().until(() -> read(action.id()).verification().isPresent());
        clock.advance(ScriptedVendor.SETTLE_TIME);
        return eventually().until(() -> read(action.id()), now -> now.verification()
                .filter(found -> found.state() == state)
                .isPresent());
    }

    /** The events of a type, as their bodies. */
    List<String> events(String type) {
        return sql.column("select data::text from event where type = ? order by sequence", type);
    }

    @Override
    public void close() {
        platform.close();
        StoredInvariants.check(sql);
        sql.close();
    }
}
