package energy.amps.server.schedule;

import static energy.amps.server.schedule.Drafts.bare;
import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.Family;
import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database fire each slot once, also when one of them goes while slots are due. */
class FiringOnTwoNodesTest {
    private static final int DEVICES = 300;

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final ScriptedVendor vendor = new ScriptedVendor(DEVICES);
    private final SimpleMeterRegistry[] meters = {new SimpleMeterRegistry(), new SimpleMeterRegistry()};
    private final List<Platform> nodes = new ArrayList<>();
    private Sql sql;

    @BeforeEach
    void open() {
        sql = Sql.on(postgres);
        for (int i = 0; i < 2; i++) {
            nodes.add(new Platform(
                    new Platform.Config(
                            // Leases longer than any step of the clock that both nodes go by.
                            AgendaConfig.of(Duration.ofMillis(10), Duration.ofDays(20)), Duration.ofMinutes(5)),
                    Database.open(House.address(postgres), meters[i]),
                    new PlatformClock(clock, Duration.ZERO),
                    new Connectors(List.of(vendor)),
                    meters[i]));
        }
        nodes.forEach(Platform::start);
        Platform first = nodes.getFirst();
        Tenant tenant = new Tenant(first.customers().create("house", true), Environment.SANDBOX);
        UserId user = first.customers().createUser(tenant, Optional.empty());
        Caller caller = new Caller(tenant, new KeyId("key_test"), new Caller.Scope.Everyone());
        List<DeviceKey> devices = House.link(first, tenant, user, "scripted", Optional.of(ZoneId.of("Europe/London")));
        devices.forEach(key -> passed(first.schedules()
                .set(
                        caller,
                        Family.BATTERY,
                        key.device(),
                        daily(bare("00:30", "charge"), bare("00:40", "idle")),
                        Keep.nothing())));
    }

    @AfterEach
    void close() {
        nodes.forEach(Platform::close);
        sql.close();
    }

    @Test
    void everySlotFiresOnceAndBothNodesTakePart() {
        for (int night = 1; night <= 3; night++) {
            clock.set(Instant.parse("2026-06-0" + night + "T23:30:00Z"));
            int fired = (2 * night - 1) * DEVICES;
            eventually().until(() -> completed() == fired);
            clock.set(Instant.parse("2026-06-0" + night + "T23:40:00Z"));
            eventually().until(() -> completed() == fired + DEVICES);
        }
        assertThat(sql.number("select count(*) from action")).isEqualTo(6 * DEVICES);
        assertThat(vendor.log()).hasSize(6 * DEVICES);
        assertThat(sql.number("select count(*) from event where type like 'schedule.slot%'"))
                .isZero();
        for (SimpleMeterRegistry each : meters) {
            assertThat(each.get("amps.schedules.slots.fired").counter().count()).isGreaterThan(6 * DEVICES / 20.0);
        }
    }

    @Test
    void nodeThatGoesWhileSlotsAreDueLeavesThemToTheOther() {
        clock.set(Instant.parse("2026-06-01T23:30:00Z"));
        eventually().until(() -> sql.number("select count(*) from action") > 0);
        nodes.removeFirst().close();
        eventually().until(() -> completed() == DEVICES);
        assertThat(sql.number("select count(*) from action")).isEqualTo(DEVICES);
        assertThat(vendor.log()).hasSize(DEVICES);
    }

    private long completed() {
        return sql.number("select count(*) from action where state = 'completed'");
    }
}
