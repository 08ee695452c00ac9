package energy.amps.server.device;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.command.Command;
import energy.amps.command.Setting;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.device.BatteryState;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.fault.Refusal;
import energy.amps.server.Platform;
import energy.amps.server.device.DeviceView.Source;
import energy.amps.server.store.Database;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.testing.House;
import energy.amps.server.testing.LiveHouse;
import energy.amps.server.testing.LiveVendor;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tier answers a read of a live device, on any node, whatever is written meanwhile and whoever dies (contract section 3). */
class ReadTiersTest {
    /** Where a reader waits for somebody else's pull. */
    private static final Set<String> WAITING = Set.of("waitFor", "theirs");

    private LiveHouse house;
    private LiveVendor vendor;
    private DeviceId battery;
    private Platform other;
    private Sql sql;
    private Database database;

    @BeforeEach
    void open() {
        vendor = new LiveVendor("tok");
        house = LiveHouse.open(vendor);
        other = house.node(LiveHouse.key(1));
        battery = house.battery();
        sql = house.sql();
        database = Database.open(House.address(house.postgres), house.meters);
    }

    @AfterEach
    void close() {
        sql.close();
        database.close();
        other.close();
        house.close();
    }

    private DeviceView read() {
        return passed(house.read(house.platform, battery));
    }

    private DeviceView expedite(Platform node) {
        return passed(node.devices().read(house.caller, Family.BATTERY, battery, Freshness.EXPEDITE));
    }

    private DeviceView listed() {
        return house
                .platform
                .devices()
                .list(house.caller, Family.BATTERY, Optional.empty(), new Page(10, 0, Optional.empty()))
                .items()
                .stream()
                .filter(view -> view.id().equals(battery))
                .findFirst()
                .orElseThrow();
    }

    private static double level(DeviceView view) {
        return ((BatteryState) view.state().orElseThrow()).level().orElseThrow().percent();
    }

    @Test
    void cacheHoldsForFifteenMinutesAndForAReaderInAHurryForOne() {
        assertThat(read().source()).isEqualTo(Source.LIVE);
        vendor.level(60);
        house.clock.advance(Duration.ofMinutes(1));
        DeviceView hurried = expedite(other);
        assertThat(hurried.source()).isEqualTo(Source.CACHE);
        assertThat(hurried.cacheType()).contains(Freshness.EXPEDITE);
        assertThat(level(hurried)).isEqualTo(50);
        assertThat(hurried.settings()).isEqualTo(read().settings()).isNotEmpty();
        house.clock.advance(Duration.ofMillis(1));
        assertThat(expedite(other).source()).isEqualTo(Source.LIVE);
        assertThat(level(read())).as("the other node's pull").isEqualTo(60);
        house.clock.advance(Freshness.NORMAL.oldest());
        assertThat(read().cacheType()).contains(Freshness.NORMAL);
        house.clock.advance(Duration.ofMillis(1));
        assertThat(read().source()).isEqualTo(Source.LIVE);
        assertThat(vendor.reads()).hasSize(3);
    }

    @Test
    void passingFaultIsAFallbackAndLastingOneTheCallers() {
        for (FaultCode code : FaultCode.values()) {
            if (code.isTransient()) {
                vendor.fail(code);
                Refusal refusal = refused(house.read(other, battery));
                assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                assertThat(refusal.details()).isEqualTo(Map.of("reason", code.name()));
            }
        }
        vendor.show(vendor::shown);
        read();
        house.clock.advance(Duration.ofMinutes(16));
        vendor.fail(FaultCode.TIMEOUT);
        DeviceView fallback = read();
        assertThat(fallback.source()).isEqualTo(Source.FALLBACK);
        assertThat(level(fallback)).isEqualTo(50);
        assertThat(fallback.lastPulledAt()).contains(house.clock.instant().minus(Duration.ofMinutes(16)));
        vendor.fail(FaultCode.DEVICE_OFFLINE);
        assertThat(refused(house.read(house.platform, battery)).code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
        vendor.fail(FaultCode.INVALID_CREDENTIALS);
        assertThat(refused(house.read(house.platform, battery)).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
        assertThat(sql.column("select type from event where device_id = ? order by sequence", battery.value()))
                .containsExactly("device.connected", "device.disconnected");
        vendor.show(vendor::shown);
        assertThat(refused(house.read(other, battery)).code())
                .as("nothing is served of a device that is disconnected")
                .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    }

    @Test
    void listsShowWhatWasSeenAndNeverPull() {
        assertThat(listed().source()).isEqualTo(Source.FALLBACK);
        assertThat(listed().state()).isEmpty();
        read();
        assertThat(listed().source()).isEqualTo(Source.CACHE);
        house.clock.advance(Duration.ofMinutes(16));
        assertThat(listed().source()).isEqualTo(Source.FALLBACK);
        assertThat(level(listed())).isEqualTo(50);
        assertThat(vendor.reads()).hasSize(1);
    }

    @Test
    void acceptedWriteEndsTheCacheOnEveryNode() {
        read();
        house.clock.advance(Duration.ofMinutes(1));
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> !sql.column("select id from action where state = 'completed'")
                .isEmpty());
        house.clock.advance(LiveVendor.SETTLE_TIME);
        DeviceView after = passed(house.read(other, battery));
        assertThat(after.source()).isEqualTo(Source.LIVE);
        assertThat(((BatteryState) after.state().orElseThrow()).currentMode()).contains(Command.CHARGE);
        assertThat(read().source()).as("what was read after it").isEqualTo(Source.CACHE);
        house.clock.advance(Duration.ofSeconds(1));
        passed(house.platform
                .pushes()
                .configure(
                        house.caller,
                        Family.BATTERY,
                        battery,
                        LiveHouse.setting(Setting.DISCHARGE_FLOOR, 20),
                        Keep.nothing()));
        assertThat(read().source()).isEqualTo(Source.LIVE);
    }

    /** What may have reached the device ends it too: a write that was lost, settings that came to nothing that is known. */
    @Test
    void writeOfUnknownOutcomeEndsTheCache() {
        read();
        house.clock.advance(Duration.ofMinutes(1));
        vendor.treat(device -> new Outcome.Unknown(FaultCode.TIMEOUT, "No answer.", StateChange.none()));
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> sql.column("select stage from action").contains("unsettled"));
        assertThat(read().source()).isEqualTo(Source.LIVE);
        house.clock.advance(Duration.ofMinutes(1));
        vendor.set(device -> SettingsOutcome.Partial.unknown(List.of(Setting.DISCHARGE_FLOOR)));
        refused(house.platform
                .pushes()
                .configure(
                        house.caller,
                        Family.BATTERY,
                        battery,
                        LiveHouse.setting(Setting.DISCHARGE_FLOOR, 20),
                        Keep.nothing()));
        assertThat(read().source()).isEqualTo(Source.LIVE);
    }

    /** While the command is on its way the device may show either; what is read then is not kept for fresh. */
    @Test
    void readingBegunWhileAWriteIsOnItsWayIsNotServedAsFreshAfterIt() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        vendor.treat(device -> {
            sent.countDown();
            await(answer);
            return new Outcome.Accepted(StateChange.none(), Optional.empty());
        });
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
        house.clock.advance(LiveVendor.SETTLE_TIME);
        assertThat(read().source()).isEqualTo(Source.LIVE);
        house.clock.advance(Duration.ofMillis(1));
        answer.countDown();
        eventually().until(() -> !sql.column("select id from action where state = 'completed'")
                .isEmpty());
        house.clock.advance(LiveVendor.SETTLE_TIME);
        assertThat(read().source()).isEqualTo(Source.LIVE);
        assertThat(read().source()).isEqualTo(Source.CACHE);
    }

    @Test
    void concurrentReadsOfAllNodesShareOnePull() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        vendor.show(device -> {
            asked.countDown();
            await(answer);
            return vendor.shown(device);
        });
        List<Checked<DeviceView>> answers = reads(40, asked, answer);
        assertThat(answers).allSatisfy(each -> assertThat(level(passed(each))).isEqualTo(50));
        assertThat(vendor.reads()).hasSize(1);
    }

    @Test
    void failureIsSharedLikeAReading() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        vendor.show(device -> {
            asked.countDown();
            await(answer);
            return new ReadOutcome.Unreadable(FaultCode.DEVICE_OFFLINE, "It is offline.");
        });
        List<Checked<DeviceView>> answers = reads(40, asked, answer);
        assertThat(answers).allSatisfy(each -> assertThat(refused(each).code()).isEqualTo(ErrorCode.DEVICE_OFFLINE));
        assertThat(vendor.reads()).hasSize(1);
    }

    /** Readers on both nodes, all of whom wait for the one pull before it is answered. */
    private List<Checked<DeviceView>> reads(int count, CountDownLatch asked, CountDownLatch answer) throws Exception {
        List<FutureTask<Checked<DeviceView>>> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Platform node = i % 2 == 0 ? house.platform : other;
            readers.add(new FutureTask<>(() -> house.read(node, battery)));
            threads.add(Thread.ofVirtual().start(readers.getLast()));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        eventually().until(() -> threads.stream().skip(1).allMatch(ReadTiersTest::waitsForAPull));
        answer.countDown();
        List<Checked<DeviceView>> answers = new ArrayList<>();
        for (FutureTask<Checked<DeviceView>> reader : readers) {
            answers.add(reader.get(30, TimeUnit.SECONDS));
        }
        return answers;
    }

    private static boolean waitsForAPull(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> frame.getClassName().equals(Pulls.class.getName()))
                .anyMatch(frame -> WAITING.contains(frame.getMethodName()));
    }

    /** The row of a pull whose node died: until its lease ends others wait, then one of them pulls. */
    @Test
    void nodeThatDiesWhileItPullsDelaysOthersForItsLeaseAlone() throws Exception {
        Duration lease = LiveVendor.CALL_TIMEOUT.plus(Pulls.MARGIN);
        assertThat(new Readings(database)
                        .claim(
                                house.key(battery),
                                house.clock.instant(),
                                house.clock.instant().plus(lease)))
                .contains(1L);
        FutureTask<Checked<DeviceView>> reader = new FutureTask<>(() -> house.read(house.platform, battery));
        Thread thread = Thread.ofVirtual().start(reader);
        eventually().until(() -> waitsForAPull(thread));
        assertThat(vendor.reads()).isEmpty();
        house.clock.advance(lease);
        assertThat(passed(reader.get(30, TimeUnit.SECONDS)).source()).isEqualTo(Source.LIVE);
        assertThat(vendor.reads()).hasSize(1);
    }

    @Test
    void pullThatWasTakenForDeadBringsNothingAnyMore() {
        Readings readings = new Readings(database);
        long dead = readings.claim(house.key(battery), house.clock.instant(), house.clock.instant())
                .orElseThrow();
        assertThat(read().source()).isEqualTo(Source.LIVE);
        vendor.level(99);
        ReadOutcome late = vendor.shown(vendor.reads().getFirst());
        readings.finish(house.key(battery), dead, late);
        assertThat(level(read())).isEqualTo(50);
    }

    @Test
    void accountThatDoesNotAnswerIsLeftAloneForReadsAndNotForCommands() {
        read();
        house.clock.advance(Duration.ofMinutes(16));
        vendor.fail(FaultCode.NETWORK_ERROR);
        for (int i = 0; i < 8; i++) {
            assertThat(read().source()).isEqualTo(Source.FALLBACK);
        }
        assertThat(vendor.reads()).hasSize(1 + 5);
        assertThat(refused(house.platform
                                .pushes()
                                .configure(
                                        house.caller,
                                        Family.BATTERY,
                                        battery,
                                        LiveHouse.setting(Setting.DISCHARGE_FLOOR, 20),
                                        Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        vendor.show(vendor::shown);
        passed(house.push(battery, Optional.empty(), Optional.empty()));
        eventually().until(() -> vendor.writes().size() == 1);
        eventually().until(() -> !sql.column("select id from action where state = 'completed'")
                .isEmpty());
        assertThat(read().source()).as("the command's answer closed it").isEqualTo(Source.LIVE);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
