package energy.amps.server.history;

import energy.amps.check.PushRequest;
import energy.amps.connector.Connector;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Action;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Freshness;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A house whose devices of interest are another vendor's. */
final class Street implements AutoCloseable {
    final House house;
    final Sql sql;
    final Caller caller;
    final List<DeviceKey> devices;

    Street(Connector vendor, Environment environment, Optional<ZoneId> zone) {
        Connector sandbox = Connectors.installed(House.noDelays()).of("sandbox");
        house = House.open(new Connectors(List.of(sandbox, vendor)));
        sql = Sql.on(house.postgres);
        Tenant tenant = new Tenant(house.tenant.customer(), environment);
        UserId user = house.platform.customers().createUser(tenant, Optional.of("eve@example.com"));
        caller = new Caller(tenant, new KeyId("key_street"), new Caller.Scope.Everyone());
        devices = House.link(house.platform, tenant, user, "historic", zone);
    }

    DeviceId first() {
        return devices.getFirst().device();
    }

    /** Tells a device something, and waits until it has taken it. */
    void tell(DeviceId device, String command) {
        Action action = House.passed(house.platform
                .pushes()
                .accept(
                        caller,
                        Family.BATTERY,
                        device,
                        new PushRequest(
                                command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        SandboxControls.NONE,
                        Keep.nothing()));
        House.eventually()
                .until(() -> House.passed(house.platform.actions().read(caller, action.id()))
                                .state()
                        == ActionState.COMPLETED);
    }

    /** Has the vendor asked, if nobody did in the minute before. */
    void read() {
        House.passed(house.platform.devices().read(caller, Family.BATTERY, first(), Freshness.EXPEDITE));
    }

    DeviceHistory history(DeviceId device, Resolution resolution, String from, String to) {
        return House.passed(house.platform
                .histories()
                .read(
                        caller,
                        Family.BATTERY,
                        device,
                        new HistoryRequest(
                                Optional.of(Instant.parse(from)),
                                Optional.of(Instant.parse(to)),
                                Optional.of(resolution))));
    }

    /** Waits until so many readings are in the table. */
    void awaitRows(int count) {
        House.eventually().until(() -> sql.number("select count(*) from telemetry") >= count);
    }

    @Override
    public void close() {
        sql.close();
        house.close();
    }
}
