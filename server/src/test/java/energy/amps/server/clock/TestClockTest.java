package energy.amps.server.clock;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.check.PushRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SandboxControls.RevertFailure;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.FaultCode;
import energy.amps.server.action.Action;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A customer turns its sandbox's time, and what falls due on the way happens at its own instant. */
class TestClockTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static ClockView turn(House house, ClockTurn turn) {
        return passed(house.platform.clocks().turn(house.caller, turn, Keep.nothing()));
    }

    private static ClockView freeze(House house) {
        turn(house, new ClockTurn.Freeze(Optional.empty()));
        return ready(house);
    }

    private static ClockView advance(House house, Duration by) {
        turn(house, new ClockTurn.Advance(by));
        return ready(house);
    }

    private static ClockView ready(House house) {
        eventually()
                .until(() -> !passed(house.platform.clocks().read(house.caller)).advancing());
        return passed(house.platform.clocks().read(house.caller));
    }

    private static Instant now(House house) {
        return house.platform.clock().now(house.tenant);
    }

    private static Action push(House house, String command, String start, String end) {
        return passed(house.push(command, Optional.of(start), Optional.of(end), Optional.of("queue_after")));
    }

    @Test
    void frozenTimeStandsStill() {
        try (House house = House.open()) {
            assertThat(freeze(house)).isEqualTo(new ClockView(false, House.START, true, Optional.empty()));
            Action soon = push(house, "idle", "2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z");
            house.clock.advance(Duration.ofHours(5));
            assertThat(now(house)).isEqualTo(House.START);
            assertThat(house.read().lastPulledAt()).contains(House.START);
            assertThat(house.action(soon.id()).state()).isEqualTo(ActionState.SCHEDULED);
        }
    }

    /** In the transaction that asks for it, so that a repeated request gets the same answer. */
    @Test
    void turnWithNothingInItsWayIsMadeAtOnce() {
        try (House house = House.open()) {
            freeze(house);
            Action ahead = push(house, "idle", "2026-06-01T15:00:00Z", "2026-06-01T16:00:00Z");
            assertThat(turn(house, new ClockTurn.Advance(Duration.ofHours(2))))
                    .isEqualTo(new ClockView(false, House.START.plus(Duration.ofHours(2)), true, Optional.empty()));
            assertThat(turn(house, new ClockTurn.Advance(Duration.ofHours(1))).advancing())
                    .isTrue();
            ready(house);
            assertThat(house.action(ahead.id()).acknowledgedAt()).contains(House.START.plus(Duration.ofHours(3)));
        }
    }

    /** Each at its own instant, though all of it happens at once. */
    @Test
    void windowsOpenAndCloseInTheirOrderAtTheirInstants() {
        try (House house = House.open(slow())) {
            freeze(house);
            Action first = push(house, "charge", "2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z");
            Action second = push(house, "discharge", "2026-06-01T15:00:00Z", "2026-06-01T16:00:00Z");
            ClockView there = advance(house, Duration.ofHours(6));
            assertThat(there.now()).isEqualTo(House.START.plus(Duration.ofHours(6)));
            assertThat(there.frozen()).isTrue();
            Sql sql = Sql.on(house.postgres);
            assertThat(sql.column(
                            "select data->>'actionId' || ' ' || (data->>'acknowledgedAt') || ' ' || (data->>'completedAt')"
                                    + " from event where type in ('push.completed', 'push.failed') order by sequence"))
                    .containsExactly(
                            first.id() + " 2026-06-01T13:00:01.000Z 2026-06-01T14:00:04.000Z",
                            second.id() + " 2026-06-01T15:00:01.000Z 2026-06-01T16:00:04.000Z");
            assertThat(
                            sql.column(
                                    "select occurred_at at time zone 'UTC' from event where type in ('push.completed', 'push.failed') order by sequence"))
                    .containsExactly("2026-06-01 14:00:04", "2026-06-01 16:00:04");
            assertThat(house.action(first.id()).state()).isEqualTo(ActionState.COMPLETED);
            assertThat(house.read().lastPulledAt()).contains(there.now());
            assertThat(sql.number("select count(*) from due")).isZero();
            sql.close();
        }
    }

    /** A return that fails is tried again after its back-off, in the tenant's time. */
    @Test
    void returnsAreTriedAgainOnTheWay() {
        try (House house = House.open()) {
            freeze(house);
            Action action = passed(house.push(
                    "charge",
                    Optional.empty(),
                    Optional.of("2026-06-01T13:00:00Z"),
                    Optional.of("2026-06-01T14:00:00Z"),
                    Optional.empty(),
                    new SandboxControls(
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            false,
                            false,
                            Optional.of(new RevertFailure(FaultCode.DEVICE_OFFLINE, 2)))));
            advance(house, Duration.ofHours(3));
            assertThat(house.action(action.id()).state()).isEqualTo(ActionState.COMPLETED);
            assertThat(house.action(action.id()).completedAt()).contains(Instant.parse("2026-06-01T14:00:03Z"));
        }
    }

    /** Time stands still for the vendor too: its answer comes when time goes on. */
    @Test
    void immediatePushIsCompletedWhenTimeGoesOn() {
        try (House house = House.open(slow())) {
            freeze(house);
            Action action = passed(house.push("charge", Optional.empty(), Optional.empty(), Optional.empty()));
            eventually().until(() -> stage(house).equals("submitted"));
            house.clock.advance(Duration.ofHours(1));
            assertThat(house.action(action.id()).state()).isEqualTo(ActionState.ACKNOWLEDGED);
            advance(house, Duration.ofSeconds(4));
            assertThat(house.action(action.id()).completedAt()).contains(House.START.plusSeconds(4));
        }
    }

    private static String stage(House house) {
        try (Sql sql = Sql.on(house.postgres)) {
            return sql.column("select stage from action").getFirst();
        }
    }

    @Test
    void immediatePushIsCompletedAtOnceByAVendorWithoutDelay() {
        try (House house = House.open()) {
            freeze(house);
            Action action = passed(house.push("charge", Optional.empty(), Optional.empty(), Optional.empty()));
            eventually().until(() -> house.action(action.id()).state() == ActionState.COMPLETED);
            assertThat(house.action(action.id()).completedAt()).contains(House.START);
        }
    }

    /** A clock that was never frozen runs on from where it was advanced to. */
    @Test
    void runningClockRunsOnAndFiresAtItsInstants() {
        try (House house = House.open()) {
            Action past = push(house, "charge", "2026-06-02T00:00:00Z", "2026-06-02T01:00:00Z");
            Action ahead = push(house, "charge", "2026-06-02T13:00:00Z", "2026-06-02T14:00:00Z");
            ClockView there = advance(house, DAY);
            assertThat(there.frozen()).isFalse();
            assertThat(now(house)).isEqualTo(House.START.plus(DAY));
            assertThat(house.action(past.id()).completedAt()).contains(Instant.parse("2026-06-02T01:00:00Z"));
            house.clock.advance(Duration.ofMinutes(61));
            assertThat(now(house)).isEqualTo(House.START.plus(DAY).plus(Duration.ofMinutes(61)));
            eventually().until(() -> house.action(ahead.id()).acknowledgedAt().isPresent());
            house.clock.advance(Duration.ofMinutes(61));
            eventually().until(() -> house.action(ahead.id()).state() == ActionState.COMPLETED);
        }
    }

    @Test
    void clockGoesForwardOnlyAndSoFarAtMost() {
        try (House house = House.open()) {
            freeze(house);
            for (ClockTurn wrong : List.of(
                    new ClockTurn.Freeze(Optional.of(House.START.minusMillis(1))),
                    new ClockTurn.Freeze(Optional.of(House.START.plus(Duration.ofDays(401)))),
                    new ClockTurn.Advance(Duration.ofDays(400).plusMillis(1)))) {
                assertThat(refused(house.platform.clocks().turn(house.caller, wrong, Keep.nothing()))
                                .code())
                        .isEqualTo(ErrorCode.VALIDATION_ERROR);
            }
            assertThat(now(house)).isEqualTo(House.START);
            assertThat(advance(house, Duration.ofDays(400)).now()).isEqualTo(House.START.plus(Duration.ofDays(400)));
        }
    }

    /** While a device is locked by someone else the clock cannot go past it, and nothing new is accepted. */
    @Test
    void nothingIsAcceptedWhileTheClockIsTurned() {
        try (House house = House.open();
                Sql sql = Sql.on(house.postgres)) {
            freeze(house);
            Action window = push(house, "charge", "2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z");
            sql.begin();
            sql.run(
                    "select 1 from device where id = ? for update",
                    house.battery().value());
            ClockView view = turn(house, new ClockTurn.Advance(DAY));
            assertThat(view.advancing()).isTrue();
            assertThat(view.target()).contains(House.START.plus(DAY));
            DeviceId other = house.devices.get(1).device();
            Checked<Action> push = house.platform
                    .pushes()
                    .accept(
                            house.caller,
                            Family.BATTERY,
                            other,
                            new PushRequest(
                                    "charge",
                                    Optional.empty(),
                                    Optional.of("2026-06-01T13:00:00Z"),
                                    Optional.of("2026-06-01T14:00:00Z"),
                                    Optional.empty()),
                            SandboxControls.NONE,
                            Keep.nothing());
            assertThat(refused(push).code()).isEqualTo(ErrorCode.CLOCK_ADVANCING);
            assertThat(refused(house.platform.clocks().turn(house.caller, new ClockTurn.Advance(DAY), Keep.nothing()))
                            .code())
                    .isEqualTo(ErrorCode.CLOCK_ADVANCING);
            sql.rollBack();
            assertThat(ready(house).now()).isEqualTo(House.START.plus(DAY));
            assertThat(house.action(window.id()).state()).isEqualTo(ActionState.COMPLETED);
        }
    }

    @Test
    void resetGoesBackToRealTimeWithDevicesAsNew() {
        try (House house = House.open()) {
            String untouched = house.read().state().toString();
            freeze(house);
            Action done = push(house, "charge", "2026-06-01T13:00:00Z", "2026-06-01T14:00:00Z");
            Action open = push(house, "discharge", "2026-06-01T15:00:00Z", "2026-06-01T17:00:00Z");
            Action ahead = push(house, "charge", "2026-06-02T15:00:00Z", "2026-06-02T17:00:00Z");
            advance(house, Duration.ofHours(4));
            turn(house, new ClockTurn.Reset());
            ClockView view = ready(house);
            assertThat(view).isEqualTo(new ClockView(false, House.START, false, Optional.empty()));
            assertThat(house.action(done.id()).state()).isEqualTo(ActionState.COMPLETED);
            assertThat(house.action(open.id()).state()).isEqualTo(ActionState.COMPLETED);
            assertThat(house.action(open.id()).completedAt()).contains(House.START.plus(Duration.ofHours(4)));
            assertThat(house.action(ahead.id()).state()).isEqualTo(ActionState.CANCELLED);
            assertThat(house.read().state().toString()).isEqualTo(untouched);
            // And time is real again.
            Action again = push(house, "charge", "2026-06-01T12:30:00Z", "2026-06-01T13:00:00Z");
            house.clock.advance(Duration.ofMinutes(30));
            eventually().until(() -> house.action(again.id()).state() == ActionState.ACKNOWLEDGED);
            house.clock.advance(Duration.ofMinutes(30));
            eventually().until(() -> house.action(again.id()).state() == ActionState.COMPLETED);
        }
    }

    @Test
    void nobodyElseNotices() {
        try (House house = House.open()) {
            Tenant live = new Tenant(house.tenant.customer(), Environment.LIVE);
            Tenant other = new Tenant(house.platform.customers().create("next door", true), Environment.SANDBOX);
            Caller ofLive = new Caller(live, new KeyId("key_live"), new Caller.Scope.Everyone());
            freeze(house);
            advance(house, DAY);
            assertThat(house.platform.clock().now(live)).isEqualTo(House.START);
            assertThat(house.platform.clock().now(other)).isEqualTo(House.START);
            assertThat(refused(house.platform.clocks().read(ofLive)).code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(refused(house.platform
                                    .clocks()
                                    .read(new Caller(house.tenant, new KeyId("key_test"), new Caller.Scope.Nobody())))
                            .code())
                    .isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS);
        }
    }

    /** Three devices and some dozens of windows, many at the same instant. */
    @Test
    void historyIsTheSameEveryTime() {
        List<List<String>> histories = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (House house = House.open(slow());
                    Sql sql = Sql.on(house.postgres)) {
                freeze(house);
                for (int day = 0; day < 6; day++) {
                    for (DeviceId device : List.of(
                            house.devices.get(0).device(), house.devices.get(1).device())) {
                        queue(house, device, day);
                    }
                }
                advance(house, Duration.ofDays(8));
                List<String> devices = house.devices.stream()
                        .map(device -> device.device().value())
                        .toList();
                histories.add(sql
                        .column(
                                "select occurred_at || ' ' || device_id || ' ' || sequence || ' ' || type || ' '"
                                        + " || (data->>'command') || ' ' || (data->>'acknowledgedAt') from event where type in ('push.completed', 'push.failed')")
                        .stream()
                        .map(line -> line.replace(devices.get(0), "A").replace(devices.get(1), "B"))
                        .sorted()
                        .toList());
            }
        }
        assertThat(histories.getFirst()).hasSize(12);
        assertThat(histories.get(1)).isEqualTo(histories.getFirst());
    }

    private static void queue(House house, DeviceId device, int day) {
        Instant start = Instant.parse("2026-06-02T00:00:00Z").plus(Duration.ofDays(day));
        passed(house.platform
                .pushes()
                .accept(
                        house.caller,
                        Family.BATTERY,
                        device,
                        new PushRequest(
                                day % 2 == 0 ? "charge" : "discharge",
                                Optional.empty(),
                                Optional.of(start.toString()),
                                Optional.of(start.plus(Duration.ofHours(3)).toString()),
                                Optional.of("queue_after")),
                        SandboxControls.NONE,
                        Keep.nothing()));
    }

    private static Connectors slow() {
        return Connectors.installed(name -> Optional.empty());
    }
}
