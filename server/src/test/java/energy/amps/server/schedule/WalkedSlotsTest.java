package energy.amps.server.schedule;

import static energy.amps.server.schedule.Drafts.at;
import static energy.amps.server.schedule.Drafts.bare;
import static energy.amps.server.schedule.Drafts.charge;
import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.schedule.Drafts.once;
import static energy.amps.server.schedule.Drafts.window;
import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.device.BatteryState;
import energy.amps.device.Family;
import energy.amps.server.action.Action;
import energy.amps.server.clock.ClockTurn;
import energy.amps.server.device.Connectors;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules under a clock that their customer turns: the same as if the time had gone by, with the sandbox's usual delays. */
class WalkedSlotsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open(Connectors.installed(name -> Optional.empty()));
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    private void turn(ClockTurn turn) {
        passed(house.platform.clocks().turn(house.caller, turn, Keep.nothing()));
        eventually()
                .until(() -> !passed(house.platform.clocks().read(house.caller)).advancing());
    }

    private void freeze() {
        turn(new ClockTurn.Freeze(Optional.empty()));
    }

    private void advance(Duration by) {
        turn(new ClockTurn.Advance(by));
    }

    private Schedule set(ScheduleRequest request) {
        return passed(
                house.platform.schedules().set(house.caller, Family.BATTERY, house.battery(), request, Keep.nothing()));
    }

    private Schedule read(Schedule schedule) {
        return passed(house.platform.schedules().read(house.caller, schedule.id()));
    }

    private Command mode() {
        return ((BatteryState) house.read().state().orElseThrow()).currentMode().orElseThrow();
    }

    private List<String> windows() {
        return sql.column("select created_at at time zone 'UTC' || ' ' || (acknowledged_at at time zone 'UTC') || ' '"
                + " || (completed_at at time zone 'UTC') || ' ' || state from action order by id");
    }

    /** What happened since the devices were linked, with its instant. */
    private List<String> happened() {
        return sql.column("select (occurred_at at time zone 'UTC') || ' ' || type from event" + " where device_id = '"
                + house.battery().value()
                + "' and type not like 'device.%' and type <> 'push.verified' order by sequence");
    }

    @Test
    void slotsFireAtTheirInstantsAndTheirWindowsEnd() {
        freeze();
        Schedule schedule = set(daily(charge("14:00", "PT1H")));
        advance(Duration.ofDays(3));
        assertThat(windows())
                .containsExactly(
                        "2026-06-01 13:00:00 2026-06-01 13:00:01 2026-06-01 14:00:04 completed",
                        "2026-06-02 13:00:00 2026-06-02 13:00:01 2026-06-02 14:00:04 completed",
                        "2026-06-03 13:00:00 2026-06-03 13:00:01 2026-06-03 14:00:04 completed");
        assertThat(happened())
                .containsExactly(
                        "2026-06-01 12:00:00 schedule.created",
                        "2026-06-01 14:00:04 push.completed",
                        "2026-06-02 14:00:04 push.completed",
                        "2026-06-03 14:00:04 push.completed");
        assertThat(read(schedule).nextFireAt()).contains(Instant.parse("2026-06-04T13:00:00Z"));
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
        assertThat(sql.column(
                        "select kind || ' ' || (tenant_at at time zone 'UTC') || ' ' || (due_at is null) from due"))
                .containsExactly("schedule 2026-06-04 13:00:00 true");
        assertThat(house.meters.get("amps.schedules.slots.fired").counter().count())
                .isEqualTo(3);
    }

    /** In the middle of a window too, and what came of it does not depend on how often the clock was stopped. */
    @Test
    void stopsOnTheWayChangeNothing() {
        freeze();
        set(daily(charge("14:00", "PT1H")));
        advance(Duration.ofMinutes(90));
        assertThat(mode()).isEqualTo(Command.CHARGE);
        advance(Duration.ofMinutes(30));
        advance(Duration.ofSeconds(1));
        advance(Duration.ofSeconds(3));
        assertThat(windows()).containsExactly("2026-06-01 13:00:00 2026-06-01 13:00:01 2026-06-01 14:00:04 completed");
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    /** The slot comes first: nothing is put back in between. */
    @Test
    void slotThatBeginsWhereAWindowEndsTakesTheDeviceOver() {
        freeze();
        set(daily(window("14:00", "PT1H", "charge"), window("15:00", "PT1H", "discharge")));
        advance(DAY);
        assertThat(windows())
                .containsExactly(
                        "2026-06-01 13:00:00 2026-06-01 13:00:01 2026-06-01 14:00:00 completed",
                        "2026-06-01 14:00:00 2026-06-01 14:00:01 2026-06-01 15:00:04 completed");
        assertThat(sql.column("select attempt_at at time zone 'UTC' from action order by id"))
                .as("the last sending of each: the first's command, for it puts nothing back, and the second's return")
                .containsExactly("2026-06-01 13:00:00", "2026-06-01 15:00:00");
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    @Test
    void slotIsSkippedForAnActionInItsWay() {
        freeze();
        set(daily(charge("14:00", "PT1H")));
        Action push = passed(house.push(
                "discharge",
                Optional.of("2026-06-01T13:30:00Z"),
                Optional.of("2026-06-01T15:00:00Z"),
                Optional.empty()));
        advance(DAY);
        assertThat(house.action(push.id()).state()).isEqualTo(ActionState.COMPLETED);
        assertThat(happened())
                .containsExactly(
                        "2026-06-01 12:00:00 schedule.created",
                        "2026-06-01 13:00:00 schedule.slot_skipped",
                        "2026-06-01 15:00:04 push.completed");
        assertThat(sql.column("select sequence from event where device_id = '"
                        + house.battery().value() + "' order by sequence"))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(sql.number("select (data ->> 'sequence')::bigint from event where type = 'schedule.slot_skipped'"))
                .isEqualTo(3);
    }

    /** 01:05 to 01:55 does not exist on the night of 28 March 2027 in London. */
    @Test
    void windowThatAGapSwallowsIsSkippedOnTheWay() {
        turn(new ClockTurn.Freeze(Optional.of(Instant.parse("2027-03-26T12:00:00Z"))));
        set(daily(charge("01:05", "PT50M")));
        advance(Duration.ofDays(3));
        assertThat(happened())
                .containsExactly(
                        "2027-03-26 12:00:00 schedule.created",
                        "2027-03-27 01:55:04 push.completed",
                        "2027-03-28 01:00:00 schedule.slot_skipped",
                        "2027-03-29 00:55:04 push.completed");
    }

    @Test
    void scheduleIsCompletedWhenItHasFiredItsLast() {
        freeze();
        Schedule schedule = set(once(
                at("2026-06-01T13:00:00Z", Optional.of("PT1H"), "charge"),
                at("2026-06-05T13:00:00Z", Optional.empty(), "idle")));
        advance(Duration.ofDays(10));
        assertThat(read(schedule).state()).isEqualTo(ScheduleState.COMPLETED);
        assertThat(read(schedule).updatedAt()).isEqualTo(Instant.parse("2026-06-05T13:00:00Z"));
        assertThat(windows()).hasSize(2);
        assertThat(sql.number("select count(*) from due")).isZero();
    }

    /** A clock that was never frozen runs on, and so do its schedules, by the agenda. */
    @Test
    void slotsOfAClockThatRunsAheadFireAtItsInstants() {
        set(daily(bare("14:00", "idle")));
        advance(DAY);
        assertThat(windows()).containsExactly("2026-06-01 13:00:00 2026-06-01 13:00:01 2026-06-01 13:00:04 completed");
        assertThat(sql.column("select (tenant_at at time zone 'UTC') || ' ' || (due_at at time zone 'UTC') from due"))
                .containsExactly("2026-06-02 13:00:00 2026-06-01 13:00:00");
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        eventually().until(() -> sql.number("select count(*) from action where stage = 'submitted'") == 1);
        assertThat(sql.column("select created_at at time zone 'UTC' from action order by id desc limit 1"))
                .containsExactly("2026-06-02 13:00:00");
        assertThat(sql.column("select (tenant_at at time zone 'UTC') || ' ' || (due_at at time zone 'UTC') from due"
                        + " where kind = 'schedule'"))
                .containsExactly("2026-06-03 13:00:00 2026-06-02 13:00:00");
    }

    @Test
    void scheduleThatIsSetUnderAFrozenClockWaitsForIt() {
        freeze();
        house.clock.advance(Duration.ofHours(3));
        set(daily(bare("14:00", "idle")));
        assertThat(sql.number("select count(*) from due where kind = 'schedule' and due_at is null"))
                .isOne();
        house.platform.schedules().cancel(house.caller, Family.BATTERY, house.battery(), Keep.nothing());
        assertThat(sql.number("select count(*) from due")).isZero();
        advance(DAY);
        assertThat(windows()).isEmpty();
    }

    @Test
    void resetCancelsSchedulesAndForgetsWhatDevicesWentThrough() {
        freeze();
        Schedule schedule = set(daily(window("14:00", "PT1H", "charge"), window("20:00", "PT1H", "discharge")));
        advance(Duration.ofDays(2).plus(Duration.ofMinutes(90)));
        sql.run("""
                insert into telemetry
                select customer_id, environment, id, '2026-06-02T12:00:00Z', '2026-06-01T12:00:00Z', '{}' from device
                """);
        sql.run("""
                insert into connector_chapter
                select customer_id, environment, id, '2026-06-02T12:00:00Z', '2026-06-02T13:00:00Z', 1, '' from device
                """);
        turn(new ClockTurn.Reset());
        assertThat(read(schedule).state()).isEqualTo(ScheduleState.CANCELLED);
        assertThat(happened()).endsWith("2026-06-03 13:30:00 schedule.cancelled", "2026-06-03 13:30:00 push.completed");
        for (String table : List.of("connector_chapter", "telemetry", "due")) {
            assertThat(sql.number("select count(*) from " + table)).as(table).isZero();
        }
        house.clock.advance(DAY);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
        assertThat(windows()).hasSize(5);
    }
}
