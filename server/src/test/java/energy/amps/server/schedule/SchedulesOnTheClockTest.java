package energy.amps.server.schedule;

import static energy.amps.server.schedule.Drafts.bare;
import static energy.amps.server.schedule.Drafts.charge;
import static energy.amps.server.schedule.Drafts.daily;
import static energy.amps.server.schedule.Drafts.once;
import static energy.amps.server.schedule.Drafts.window;
import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.device.BatteryState;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.action.Action;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.action.Which;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.UserId;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A household in London whose clock a test moves: what fires, when, and what becomes of what does not. */
class SchedulesOnTheClockTest {
    private static final String SKIPPED = "schedule.slot_skipped";
    private static final String FAILED = "schedule.slot_failed";

    private House house;
    private Sql sql;

    @BeforeEach
    void open() {
        house = House.open();
        sql = Sql.on(house.postgres);
    }

    @AfterEach
    void close() {
        sql.close();
        house.close();
    }

    /** Five hours on the wall: six in October's night, four in March's; and the preview said so before. */
    @Test
    void nightlyWindowEndsWhenTheWallClockSaysOverBothChanges() {
        house.clock.set(Instant.parse("2026-10-23T12:00:00Z"));
        Schedule schedule = set(daily(charge("00:30", "PT5H")));
        assertThat(nights(schedule, "2026-10-23T12:00:00Z", 3))
                .containsExactly(
                        "2026-10-23T23:30:00Z 2026-10-24T04:30:00Z",
                        "2026-10-24T23:30:00Z 2026-10-25T05:30:00Z",
                        "2026-10-26T00:30:00Z 2026-10-26T05:30:00Z");
        house.clock.set(Instant.parse("2027-03-26T12:00:00Z"));
        eventually().until(() -> count(FAILED) == 151);
        assertThat(nights(schedule, "2027-03-26T12:00:00Z", 3))
                .containsExactly(
                        "2027-03-27T00:30:00Z 2027-03-27T05:30:00Z",
                        "2027-03-28T00:30:00Z 2027-03-28T04:30:00Z",
                        "2027-03-28T23:30:00Z 2027-03-29T04:30:00Z");
    }

    /** Walks the windows that a preview announces: open at its start, still open a minute before its end, over at its end. */
    private List<String> nights(Schedule schedule, String from, int count) {
        Instant start = Instant.parse(from);
        Preview preview = passed(house.platform
                .schedules()
                .occurrences(
                        house.caller,
                        schedule.id(),
                        Optional.of(start),
                        Optional.of(start.plus(Duration.ofDays(count)))));
        List<String> walked = new ArrayList<>();
        for (Preview.Item item : preview.items()) {
            Instant opens = item.occurrence().start();
            Instant ends = item.occurrence().end().orElseThrow();
            house.clock.set(opens.minusMillis(1));
            assertThat(newest().filter(action -> action.start().equals(Optional.of(opens))))
                    .isEmpty();
            house.clock.set(opens);
            Action action = awaitNewest(opens, ActionState.ACKNOWLEDGED);
            assertThat(action.schedule()).contains(schedule.id());
            eventually().until(() -> mode() == Command.CHARGE);
            house.clock.set(ends.minus(Duration.ofMinutes(1)));
            assertThat(house.action(action.id()).state()).isEqualTo(ActionState.ACKNOWLEDGED);
            house.clock.set(ends);
            eventually().until(() -> house.action(action.id()).state() == ActionState.COMPLETED);
            assertThat(mode()).isNotEqualTo(Command.CHARGE);
            walked.add(opens + " " + ends);
        }
        return walked;
    }

    /** Back to back: the second takes the device at the end of the first, and hands its prior mode on. */
    @Test
    void slotsThatTouchFollowEachOther() {
        set(daily(window("14:00", "PT1H", "charge"), window("15:00", "PT1H", "discharge")));
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        Action first = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        eventually().until(() -> mode() == Command.CHARGE);
        Instant touch = Instant.parse("2026-06-01T14:00:00Z");
        house.clock.set(touch);
        // Should the first have begun its return before the second is there, that waits for the call, in moments of the
        // clock.
        eventually().until(() -> {
            house.clock.advance(Duration.ofMillis(1));
            return mode() == Command.DISCHARGE;
        });
        Action second = awaitNewest(touch, ActionState.ACKNOWLEDGED);
        eventually().until(() -> house.action(first.id()).state() == ActionState.COMPLETED);
        house.clock.set(Instant.parse("2026-06-01T15:00:00Z"));
        eventually().until(() -> house.action(second.id()).state() == ActionState.COMPLETED);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
        assertThat(count(SKIPPED)).isZero();
    }

    @Test
    void slotIsSkippedWhileAnActionIsAcknowledged() {
        set(daily(charge("14:00", "PT1H")));
        Action open = passed(
                house.push("discharge", Optional.of("0m"), Optional.of("2026-06-01T13:30:00Z"), Optional.empty()));
        eventually().until(() -> house.action(open.id()).state() == ActionState.ACKNOWLEDGED);
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        eventually().until(() -> count(SKIPPED) == 1);
        assertThat(event(SKIPPED, "reason")).isEqualTo("action_in_progress");
        assertThat(event(SKIPPED, "conflictingActionIds")).contains(open.id().value());
        assertThat(newest().orElseThrow().id()).isEqualTo(open.id());
    }

    @Test
    void slotIsSkippedForAScheduledActionThatOverlapsItAndNotForADistantOne() {
        set(daily(charge("14:00", "PT1H")));
        Action distant = passed(house.push(
                "discharge",
                Optional.of("2026-06-02T10:00:00Z"),
                Optional.of("2026-06-02T11:00:00Z"),
                Optional.empty()));
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        Action fired = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        house.clock.set(Instant.parse("2026-06-01T14:00:00Z"));
        eventually().until(() -> house.action(fired.id()).state() == ActionState.COMPLETED);
        assertThat(house.action(distant.id()).state()).isEqualTo(ActionState.SCHEDULED);
        passed(house.platform.actions().cancel(house.caller, distant.id(), Keep.nothing()));

        Action overlapping = passed(house.push(
                "discharge",
                Optional.of("2026-06-02T13:59:00Z"),
                Optional.of("2026-06-02T15:00:00Z"),
                Optional.empty()));
        house.clock.set(Instant.parse("2026-06-02T13:00:00Z"));
        eventually().until(() -> count(SKIPPED) == 1);
        assertThat(event(SKIPPED, "reason")).isEqualTo("action_scheduled");
        assertThat(event(SKIPPED, "conflictingActionIds"))
                .contains(overlapping.id().value());
    }

    /** An open slot is a window like any other. */
    @Test
    void openSlotIsAConflictToAPushAndIsClosedByAnEnd() {
        set(daily(charge("14:00", "PT1H")));
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        Action open = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        assertThat(refused(house.push("idle", Optional.empty(), Optional.empty(), Optional.empty()))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
        eventually().until(() -> mode() == Command.CHARGE);
        passed(house.platform.actions().end(house.caller, open.id(), Keep.nothing()));
        eventually().until(() -> house.action(open.id()).state() == ActionState.COMPLETED);
        assertThat(mode()).isEqualTo(Command.AUTO_BALANCED);
    }

    /** Stopped from ten minutes before until fifty after. */
    @Test
    void nodeThatWasDownOpensWhatIsStillOpenAndReportsWhatItMissed() {
        set(daily(bare("14:00", "idle"), charge("14:30", "PT2H")));
        house.clock.set(Instant.parse("2026-06-01T12:50:00Z"));
        house.restartAfter(Duration.ofHours(1));
        Action late = awaitNewest(Instant.parse("2026-06-01T13:30:00Z"), ActionState.ACKNOWLEDGED);
        assertThat(late.end()).contains(Instant.parse("2026-06-01T15:30:00Z"));
        assertThat(count(FAILED)).isOne();
        assertThat(event(FAILED, "errorCode")).isEqualTo("MISSED_WINDOW");
        assertThat(event(FAILED, "occurrence")).contains("2026-06-01T13:00:00.000Z");
    }

    @Test
    void bareSlotFiresUpToTheLateLimit() {
        set(daily(bare("14:00", "idle")));
        house.clock.set(Instant.parse("2026-06-01T12:50:00Z"));
        house.restartAfter(Duration.ofMinutes(15));
        awaitNewest(Instant.parse("2026-06-01T13:00:00Z"), ActionState.COMPLETED);
        assertThat(count(FAILED)).isZero();
    }

    /** More than one turn takes: each missed occurrence is reported once, in order. */
    @Test
    void longPauseIsReportedOccurrenceByOccurrence() {
        set(daily(bare("13:05", "idle"), bare("14:05", "charge"), bare("15:05", "discharge")));
        house.restartAfter(Duration.ofDays(30));
        eventually().until(() -> count(FAILED) == 90);
        List<String> starts = sql.column(
                "select data -> 'occurrence' ->> 'start' from event where type = '" + FAILED + "' order by sequence");
        assertThat(starts).isSorted().doesNotHaveDuplicates();
        assertThat(sql.column("select sequence from event where type like 'schedule.%' order by sequence"))
                .hasSize(91)
                .doesNotHaveDuplicates();
        assertThat(current().orElseThrow().nextFireAt()).contains(Instant.parse("2026-07-01T12:05:00Z"));
    }

    /** 01:05 to 01:55 does not exist on that night. */
    @Test
    void windowThatAGapSwallowsIsSkipped() {
        house.clock.set(Instant.parse("2027-03-27T12:00:00Z"));
        set(daily(charge("01:05", "PT50M")));
        assertThat(current().orElseThrow().nextFireAt()).contains(Instant.parse("2027-03-29T00:05:00Z"));
        house.clock.set(Instant.parse("2027-03-28T01:00:00Z"));
        eventually().until(() -> count(SKIPPED) == 1);
        assertThat(event(SKIPPED, "reason")).isEqualTo("gap");
        assertThat(newest()).isEmpty();
    }

    /** Twenty-four hours on the wall are twenty-five where the clocks go back. */
    @Test
    void wholeDayOfTheWallClockMayHaveTwentyFiveHours() {
        house.clock.set(Instant.parse("2026-10-24T10:00:00Z"));
        set(daily(charge("12:00", "PT24H")));
        house.clock.set(Instant.parse("2026-10-24T11:00:00Z"));
        Action day = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        assertThat(day.end()).contains(Instant.parse("2026-10-25T12:00:00Z"));
    }

    /** It keeps its id; what it was set to before has fired until then, and its open slot goes on. */
    @Test
    void settingAgainReplacesAndLeavesAnOpenSlotToItsEnd() {
        Schedule before = set(daily(charge("14:00", "PT2H")));
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        Action open = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        house.clock.set(Instant.parse("2026-06-01T13:05:00Z"));
        Schedule after = set(daily(bare("14:10", "idle"), bare("20:00", "idle")));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(house.clock.instant());
        assertThat(house.action(open.id()).state()).isEqualTo(ActionState.ACKNOWLEDGED);
        house.clock.set(Instant.parse("2026-06-01T13:10:00Z"));
        eventually().until(() -> count(SKIPPED) == 1);
        house.clock.set(Instant.parse("2026-06-01T15:00:00Z"));
        eventually().until(() -> house.action(open.id()).state() == ActionState.COMPLETED);
        assertThat(types()).containsExactly("schedule.created", "schedule.updated", SKIPPED, "push.completed");
    }

    /** Set again in the very moment in which a slot is due and no node has got to it: the slot is not lost. */
    @Test
    void settingAgainDecidesWhatHasComeDueFirst() {
        Schedule before = set(daily(charge("14:00", "PT2H")));
        house.platform.close();
        house.clock.set(Instant.parse("2026-06-01T13:00:00.050Z"));
        house.restartWithoutWork();
        set(daily(charge("14:00", "PT2H")));
        Action fired = newest().orElseThrow();
        assertThat(fired.start()).contains(Instant.parse("2026-06-01T13:00:00Z"));
        assertThat(fired.schedule()).contains(before.id());
        assertThat(current().orElseThrow().nextFireAt()).contains(Instant.parse("2026-06-02T13:00:00Z"));
    }

    @Test
    void cancellingLeavesAnOpenSlotToItsEndAndFiresNoMore() {
        set(daily(charge("14:00", "PT2H"), bare("18:00", "idle")));
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        Action open = awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        Schedule cancelled = passed(
                house.platform.schedules().cancel(house.caller, Family.BATTERY, house.battery(), Keep.nothing()));
        assertThat(cancelled.state()).isEqualTo(ScheduleState.CANCELLED);
        assertThat(cancelled.nextFireAt()).isEmpty();
        assertThat(current()).isEmpty();
        house.clock.set(Instant.parse("2026-06-01T15:00:00Z"));
        eventually().until(() -> house.action(open.id()).state() == ActionState.COMPLETED);
        house.clock.set(Instant.parse("2026-06-02T18:00:00Z"));
        assertThat(sql.number("select count(*) from due")).isZero();
        assertThat(types()).containsExactly("schedule.created", "schedule.cancelled", "push.completed");
    }

    @Test
    void onceIsCompletedWhenItHasFired() {
        Schedule schedule = set(once(Drafts.at("2026-06-01T13:00:00Z", Optional.of("PT1H"), "charge")));
        assertThat(schedule.state()).isEqualTo(ScheduleState.ACTIVE);
        house.clock.set(Instant.parse("2026-06-01T13:00:00Z"));
        awaitNewest(house.clock.instant(), ActionState.ACKNOWLEDGED);
        Schedule after = passed(house.platform.schedules().read(house.caller, schedule.id()));
        assertThat(after.state()).isEqualTo(ScheduleState.COMPLETED);
        assertThat(after.nextFireAt()).isEmpty();
        assertThat(sql.number("select count(*) from due where kind = 'schedule'"))
                .isZero();
        assertThat(set(daily(bare("20:00", "idle"))).id()).isNotEqualTo(schedule.id());
    }

    /** Or not written at all. */
    @Test
    void whatIsKeptIsWrittenWithTheSchedule() {
        List<Schedule> kept = new ArrayList<>();
        Schedule schedule = passed(house.platform
                .schedules()
                .set(
                        house.caller,
                        Family.BATTERY,
                        house.battery(),
                        daily(bare("20:00", "idle")),
                        (tx, s) -> kept.add(s)));
        assertThat(kept).containsExactly(schedule);
        assertThat(catchThrown(() -> house.platform
                        .schedules()
                        .set(house.caller, Family.BATTERY, house.battery(), daily(bare("21:00", "idle")), (tx, s) -> {
                            throw new IllegalStateException("not kept");
                        })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(current().orElseThrow().updatedAt()).isEqualTo(schedule.updatedAt());
        assertThat(types()).containsExactly("schedule.created");
    }

    /** As erasing, unlinking, disabling and revoking do. */
    @Test
    void withdrawingCancelsTheSchedulesThatAreMeantAndNoOthers() {
        set(daily(charge("14:00", "PT1H")));
        house.platform.withdrawals().withdraw(house.tenant, new Which.AcceptedBy(new KeyId("key_other")), false);
        house.platform.withdrawals().withdraw(house.tenant, new Which.OfUser(new UserId("user_other")), false);
        assertThat(types()).containsExactly("schedule.created");
        for (Which which : List.of(
                new Which.AcceptedBy(house.caller.key()),
                new Which.OfUser(current().orElseThrow().user()),
                new Which.OfDevice(house.battery()),
                new Which.Everything())) {
            set(daily(bare("20:00", "idle")));
            assertThat(current()).isPresent();
            house.platform.withdrawals().withdraw(house.tenant, which, false);
            assertThat(current()).as(which.toString()).isEmpty();
        }
        assertThat(sql.number("select count(*) from due where kind = 'schedule'"))
                .isZero();
    }

    private static @org.jspecify.annotations.Nullable Throwable catchThrown(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private Schedule set(ScheduleRequest request) {
        return passed(
                house.platform.schedules().set(house.caller, Family.BATTERY, house.battery(), request, Keep.nothing()));
    }

    private Optional<Schedule> current() {
        return house.platform.schedules().read(house.caller, Family.BATTERY, house.battery())
                        instanceof energy.amps.check.Checked.Passed<Schedule>(Schedule schedule)
                ? Optional.of(schedule)
                : Optional.empty();
    }

    private Optional<Action> newest() {
        ActionFilter all =
                new ActionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(house.battery()));
        return house.platform.actions().list(house.caller, all, new Page(1, 0, Optional.empty())).items().stream()
                .findFirst();
    }

    private Action awaitNewest(Instant start, ActionState state) {
        eventually().until(() -> newest().filter(
                        action -> action.start().equals(Optional.of(start)) && action.state() == state)
                .isPresent());
        return newest().orElseThrow();
    }

    private Command mode() {
        return ((BatteryState) house.read().state().orElseThrow()).currentMode().orElseThrow();
    }

    private long count(String type) {
        return sql.number("select count(*) from event where type = '" + type + "'");
    }

    private String event(String type, String key) {
        return sql.column("select data ->> '" + key + "' from event where type = '" + type + "' order by sequence desc")
                .getFirst();
    }

    /** What happened since the devices were linked. */
    private List<String> types() {
        return sql.column(
                "select type from event where type not like 'device.%' and type <> 'push.verified' order by sequence");
    }
}
