package energy.amps.server.action;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.command.Setting;
import energy.amps.connector.Budget;
import energy.amps.connector.Budget.Renewal;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.server.Platform;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import energy.amps.server.vendor.Gatehouse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of a live device: what the answer says of what was written, and whose turn it is (contract section 7). */
class LiveSettingsTest {
    private LiveHouse house;
    private LiveVendor vendor;
    private DeviceId battery;
    private Sql sql;

    @BeforeEach
    void open() {
        vendor = new LiveVendor("tok");
        house = LiveHouse.open(vendor);
        battery = house.battery();
        sql = house.sql();
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private Checked<List<Setting>> write(Platform node) {
        return node.pushes()
                .configure(
                        house.caller,
                        Family.BATTERY,
                        battery,
                        LiveHouse.setting(Setting.DISCHARGE_FLOOR, 20),
                        Keep.nothing());
    }

    @Test
    void nothingWrittenIsToldByItsCanonicalCode() {
        Map<FaultCode, ErrorCode> told = Map.of(
                FaultCode.SCHEDULER_ACTIVE, ErrorCode.SCHEDULER_ACTIVE,
                FaultCode.DEVICE_OFFLINE, ErrorCode.DEVICE_OFFLINE,
                FaultCode.RATE_LIMITED, ErrorCode.RATE_LIMITED,
                FaultCode.NETWORK_ERROR, ErrorCode.NETWORK_ERROR,
                FaultCode.TIMEOUT, ErrorCode.TIMEOUT,
                FaultCode.UNKNOWN_ERROR, ErrorCode.UNKNOWN_ERROR,
                FaultCode.SERVICE_UNAVAILABLE, ErrorCode.SERVICE_UNAVAILABLE,
                FaultCode.INVALID_CREDENTIALS, ErrorCode.INVALID_CREDENTIALS);
        told.forEach((fault, code) -> {
            // In between, so that the breaker of the account stays shut.
            vendor.set(device -> new SettingsOutcome.Written(StateChange.none()));
            passed(write(house.platform));
            vendor.set(device -> new SettingsOutcome.Refused(fault, "Not written."));
            assertThat(refused(write(house.platform)).code()).isEqualTo(code);
        });
    }

    @Test
    void failedMidwaySaysWhatHoldsAndAThrowThatNothingIsKnown() {
        vendor.set(device -> new SettingsOutcome.Partial(
                List.of(Setting.DISCHARGE_FLOOR), List.of(Setting.CHARGE_CEILING), List.of(), StateChange.none()));
        assertThat(refused(write(house.platform)).details())
                .isEqualTo(Map.of(
                        "updated", List.of("discharge_floor"),
                        "failed", List.of("charge_ceiling"),
                        "unknown", List.of()));
        vendor.set(device -> {
            throw new IllegalStateException("no answer");
        });
        assertThat(refused(write(house.platform)).code()).isEqualTo(ErrorCode.SETTINGS_PARTIAL);
        assertThat(refused(write(house.platform)).details()).containsEntry("unknown", List.of("discharge_floor"));
    }

    @Test
    void withoutQuotaNothingIsWritten() {
        vendor.allow(new Budget("day", "household", 1, Duration.ofDays(1), Renewal.FIXED, 0));
        passed(write(house.platform));
        assertThat(refused(write(house.platform)).code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(vendor.writes()).hasSize(1);
    }

    /** Two nodes, one device: the second write waits for the first, and neither is lost. */
    @Test
    void writesOfTwoNodesTakeTurns() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        vendor.set(device -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            first.countDown();
            await(go);
            inside.decrementAndGet();
            return new SettingsOutcome.Written(StateChange.none());
        });
        try (Platform other = house.node(LiveHouse.key(1))) {
            FutureTask<Checked<List<Setting>>> one = new FutureTask<>(() -> write(house.platform));
            Thread.ofVirtual().start(one);
            await(first);
            FutureTask<Checked<List<Setting>>> two = new FutureTask<>(() -> write(other));
            Thread waiting = Thread.ofVirtual().start(two);
            eventually().until(() -> waitsForTheLane(waiting));
            go.countDown();
            passed(one.get(30, TimeUnit.SECONDS));
            passed(two.get(30, TimeUnit.SECONDS));
        }
        assertThat(most.get()).isEqualTo(1);
        assertThat(vendor.writes()).hasSize(2);
    }

    private static boolean waitsForTheLane(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Gatehouse.class.getName())
                        && frame.getMethodName().equals("paused"));
    }

    @Test
    void commandThatMeetsASettingsWriteIsSentAfterIt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        vendor.set(device -> {
            writing.countDown();
            await(go);
            return new SettingsOutcome.Written(StateChange.none());
        });
        FutureTask<Checked<List<Setting>>> settings = new FutureTask<>(() -> write(house.platform));
        Thread.ofVirtual().start(settings);
        await(writing);
        Action push = passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> sql.column("select stage from action").contains("ready"));
        assertThat(vendor.writes()).as("the settings alone").hasSize(1);
        go.countDown();
        passed(settings.get(30, TimeUnit.SECONDS));
        house.clock.advance(Duration.ofSeconds(2));
        eventually()
                .until(() -> passed(house.platform.actions().read(house.caller, push.id()))
                                .state()
                        == ActionState.COMPLETED);
        assertThat(vendor.writes()).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
