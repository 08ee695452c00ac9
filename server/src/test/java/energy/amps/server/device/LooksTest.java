package energy.amps.server.device;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.Platform;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import energy.amps.server.vendor.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The platform looks at live devices by itself, once over all nodes, and what it sees goes where a reader's reading goes. */
class LooksTest {
    private LiveHouse house;
    private LiveVendor vendor;
    private Platform other;
    private DeviceId battery;
    private Sql sql;

    @BeforeEach
    void open() {
        vendor = new LiveVendor("tok");
        house = LiveHouse.open(vendor);
        other = house.node(LiveHouse.key(1));
        battery = house.battery();
        sql = house.sql();
    }

    @AfterEach
    void close() {
        sql.close();
        other.close();
        house.close();
    }

    private long readsOf(DeviceId device) {
        return vendor.reads().stream().filter(read -> read.id().equals(device)).count();
    }

    /** Whoever comes first looks. */
    private void looks() {
        house.platform.looks().runDue();
        other.looks().runDue();
    }

    @Test
    void ownersChangeIsToldThoughNobodyReads() {
        vendor.level(50);
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> !sql.column("select id from action where state = 'completed'")
                .isEmpty());
        house.clock.advance(LiveVendor.SETTLE_TIME);
        eventually().until(() -> !sql.column("select id from device where confirmed_by is not null")
                .isEmpty());
        vendor.tell(Instruction.of(Command.IDLE));
        house.clock.advance(Pace.CALM);
        looks();
        eventually().until(() -> !sql.column("select id from event where type = 'device.overridden'")
                .isEmpty());
    }

    @Test
    void whatIsSeenIsStoredAndKept() {
        looks();
        assertThat(readsOf(battery)).isEqualTo(1);
        assertThat(passed(house.read(other, battery)).source()).isEqualTo(DeviceView.Source.CACHE);
        house.clock.advance(Pace.CALM);
        vendor.level(60);
        looks();
        eventually()
                .until(() -> sql.number("select count(*) from telemetry where device_id = ?", battery.value()) == 2);
    }

    @Test
    void nodesThatComeTogetherLookOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Platform node = i % 2 == 0 ? house.platform : other;
                runs.add(threads.submit(() -> node.looks().runDue()));
            }
            int taken = 0;
            for (Future<Integer> run : runs) {
                taken += run.get();
            }
            assertThat(taken).as("two batteries").isEqualTo(2);
        }
        assertThat(vendor.reads()).hasSize(2);
    }

    @Test
    void readersReadingCountsAsALook() {
        looks();
        house.clock.advance(Duration.ofMinutes(14));
        passed(house.platform.devices().read(house.caller, Family.BATTERY, battery, Freshness.EXPEDITE));
        long before = readsOf(battery);
        house.clock.advance(Duration.ofMinutes(1));
        looks();
        assertThat(readsOf(battery)).isEqualTo(before);
        house.clock.advance(Pace.CALM);
        looks();
        assertThat(readsOf(battery)).isEqualTo(before + 1);
    }

    /** A node that died with it: when its lease has ended another one looks. */
    @Test
    void lookThatANodeDiedWithIsMadeByAnother() {
        sql.run("update look set due_at = due_at + interval '1 minute', token = token + 1");
        looks();
        assertThat(vendor.reads()).isEmpty();
        house.clock.advance(Looks.LEASE);
        other.looks().runDue();
        assertThat(vendor.reads()).hasSize(2);
    }

    @Test
    void deviceThatIsUnlinkedIsNotLookedAt() {
        sql.run("update device set leaving_at = now() where id = ?", battery.value());
        house.clock.advance(Pace.CALM);
        looks();
        assertThat(readsOf(battery)).isZero();
        assertThat(sql.number("select count(*) from look where device_id = ?", battery.value()))
                .isZero();
    }

    @Test
    void deadCredentialsEndItUntilTheAccountIsLinkedAnew() {
        vendor.fail(FaultCode.INVALID_CREDENTIALS);
        looks();
        assertThat(sql.number("select count(*) from event where type = 'device.disconnected'"))
                .isEqualTo(2);
        assertThat(sql.number("select count(*) from look")).isZero();
        vendor.show(vendor::shown);
        house.clock.advance(Pace.BACKOFF_MOST);
        looks();
        assertThat(vendor.reads()).hasSize(2);
        passed(house.link(house.platform, "grace", LinkRequest.Choice.ALL));
        looks();
        assertThat(vendor.reads()).hasSize(4);
    }

    @Test
    void failuresBackOffForAnHourAtMost() {
        vendor.fail(FaultCode.DEVICE_OFFLINE);
        for (int i = 0; i < 12; i++) {
            looks();
            house.clock.advance(Pace.BACKOFF_MOST);
        }
        assertThat(vendor.reads()).hasSize(24);
        looks();
        house.clock.advance(Pace.BACKOFF_MOST.dividedBy(2));
        looks();
        assertThat(vendor.reads()).hasSize(26);
        assertThat(sql.number("select min(failures) from look")).isEqualTo(13);
    }

    @Test
    void scarceBudgetIsLeftToReadersAndCommands() {
        vendor.allow(new Budget("hour", "household", 12, Duration.ofHours(1), Renewal.ROLLING, 4));
        for (int i = 0; i < 59; i++) {
            looks();
            house.clock.advance(Duration.ofMinutes(1));
        }
        assertThat(vendor.reads()).hasSizeBetween(2, 6);
        assertThat(house.meters
                        .counter("amps.vendor.withheld", "vendor", LiveVendor.NAME, "reason", "quota")
                        .count())
                .isZero();
    }
}
