package energy.amps.server.schedule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of the guide on schedules, row by row, and what zones do to windows. */
class PlanTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    @Test
    void windowEndsWhenTheWallClockSaysOnEveryNight() {
        Plan plan = daily(LONDON, "2027-03-27", slot("00:30", "PT5H"));
        assertThat(texts(plan, "2027-03-27T00:00:00Z", 2))
                .containsExactly(
                        "2027-03-27T00:30 2027-03-27T00:30:00Z 2027-03-27T05:30:00Z -",
                        "2027-03-28T00:30 2027-03-28T00:30:00Z 2027-03-28T04:30:00Z -");
        assertThat(texts(plan, "2027-10-31T00:00:00Z", 1))
                .containsExactly("2027-11-01T00:30 2027-11-01T00:30:00Z 2027-11-01T05:30:00Z -");
        assertThat(texts(plan, "2027-10-30T12:00:00Z", 1))
                .containsExactly("2027-10-31T00:30 2027-10-30T23:30:00Z 2027-10-31T05:30:00Z -");
    }

    @Test
    void gapMovesToTheFirstInstantAfterAndOverlapTakesTheEarlier() {
        Plan plan = daily(LONDON, "2027-03-27", slot("01:30", "PT1H"));
        assertThat(texts(plan, "2027-03-28T00:00:00Z", 1))
                .containsExactly("2027-03-28T01:30 2027-03-28T01:00:00Z 2027-03-28T01:30:00Z GAP");
        assertThat(texts(plan, "2027-10-31T00:00:00Z", 1))
                .containsExactly("2027-10-31T01:30 2027-10-31T00:30:00Z 2027-10-31T02:30:00Z OVERLAP");
    }

    @Test
    void windowThatAGapSwallowsIsEmpty() {
        Plan plan = daily(LONDON, "2027-03-28", slot("01:05", "PT50M"));
        Occurrence swallowed = plan.next(Instant.parse("2027-03-28T00:00:00Z")).orElseThrow();
        assertThat(swallowed.isEmpty()).isTrue();
        assertThat(swallowed.adjusted()).contains(Adjusted.GAP);
        assertThat(plan.nextToFire(Instant.parse("2027-03-28T00:00:00Z"))
                        .orElseThrow()
                        .start())
                .isEqualTo("2027-03-29T00:05:00Z");
    }

    /** Half an hour forward at 02:00, and back at 02:00. */
    @Test
    void lordHoweShiftsByHalfAnHour() {
        Plan plan = daily(ZoneId.of("Australia/Lord_Howe"), "2026-10-03", slot("02:10", "PT30M"));
        assertThat(texts(plan, "2026-10-03T12:00:00Z", 1))
                .containsExactly("2026-10-04T02:10 2026-10-03T15:30:00Z 2026-10-03T15:40:00Z GAP");
        assertThat(texts(plan, "2027-04-03T12:00:00Z", 1))
                .containsExactly("2027-04-04T02:10 2027-04-03T15:40:00Z 2027-04-03T16:10:00Z -");
    }

    /** Two hours, on the night of London's one. */
    @Test
    void trollShiftsByTwoHours() {
        Plan plan = daily(ZoneId.of("Antarctica/Troll"), "2027-03-27", slot("02:59", "PT1M"));
        assertThat(texts(plan, "2027-03-28T00:00:00Z", 1))
                .containsExactly("2027-03-28T02:59 2027-03-28T01:00:00Z 2027-03-28T01:00:00Z GAP");
    }

    /** 30 December 2011 was left out in Samoa: what would have taken place on it does so when the next day begins. */
    @Test
    void missingDayTakesPlaceAtItsEnd() {
        Plan plan = daily(ZoneId.of("Pacific/Apia"), "2011-12-29", slot("23:00", "PT5H"), slot("12:00", null));
        assertThat(texts(plan, "2011-12-29T22:00:00Z", 6))
                .containsExactly(
                        "2011-12-29T12:00 2011-12-29T22:00:00Z - -",
                        "2011-12-29T23:00 2011-12-30T09:00:00Z 2011-12-30T10:00:00Z GAP",
                        "2011-12-30T12:00 2011-12-30T10:00:00Z - GAP",
                        "2011-12-30T23:00 2011-12-30T10:00:00Z 2011-12-30T14:00:00Z GAP",
                        "2011-12-31T12:00 2011-12-30T22:00:00Z - -",
                        "2011-12-31T23:00 2011-12-31T09:00:00Z 2011-12-31T14:00:00Z -");
    }

    /** Where midnight itself is skipped, the day begins at one. */
    @Test
    void midnightThatIsSkippedTakesPlaceAtTheFirstInstantOfItsDay() {
        for (String change : List.of(
                "Africa/Cairo 2026-04-24 2026-04-23T22:00:00Z",
                "America/Havana 2026-03-08 2026-03-08T05:00:00Z",
                "America/Santiago 2026-09-06 2026-09-06T04:00:00Z",
                "Asia/Beirut 2026-03-29 2026-03-28T22:00:00Z",
                "Atlantic/Azores 2026-03-29 2026-03-29T01:00:00Z")) {
            String[] parts = change.split(" ", -1);
            Plan plan = daily(ZoneId.of(parts[0]), parts[1], slot("00:00", null));
            assertThat(plan.next(Instant.EPOCH).orElseThrow().start())
                    .as(change)
                    .isEqualTo(Instant.parse(parts[2]));
        }
    }

    @Test
    void aDayOfTheWallClockMayHaveTwentyFiveHours() {
        Plan plan = daily(LONDON, "2027-10-30", slot("12:00", "PT24H"));
        Occurrence night = plan.next(Instant.EPOCH).orElseThrow();
        assertThat(Duration.between(night.start(), night.end().orElseThrow())).isEqualTo(Duration.ofHours(25));
    }

    /** RFC 5545 skips the months that do not have the day. */
    @Test
    void monthlyOnThe31stComesSevenTimesAYear() {
        Dates dates = new Dates(
                new Rule.Monthly(31), LocalDate.parse("2027-01-31"), Optional.empty(), Set.of(), Optional.empty());
        assertThat(dates(dates, "2027-01-01", "2027-12-31"))
                .extracting(LocalDate::getMonthValue)
                .containsExactly(1, 3, 5, 7, 8, 10, 12);
    }

    /** 1 June 2026 is a Monday. */
    @Test
    void startThatARuleDoesNotGiveIsNoDateOfIt() {
        LocalDate monday = LocalDate.parse("2026-06-01");
        assertThat(new Rfc5545Rule("FREQ=WEEKLY;BYDAY=TU").dates(monday, monday).limit(2))
                .containsExactly(monday.plusDays(1), monday.plusDays(8));
        assertThat(new Rfc5545Rule("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=2").dates(monday, monday))
                .containsExactly(monday.plusDays(14), monday.plusDays(44));
    }

    @Test
    void excludedDatesAndDatesOutsideAreNoOccurrences() {
        Dates dates = new Dates(
                new Rule.Daily(),
                LocalDate.parse("2027-06-03"),
                Optional.of(LocalDate.parse("2027-06-06")),
                Set.of(LocalDate.parse("2027-06-04")),
                Optional.empty());
        assertThat(dates(dates, "2027-01-01", "2027-12-31"))
                .extracting(LocalDate::getDayOfMonth)
                .containsExactly(3, 5, 6);
        assertThat(dates.include(LocalDate.parse("2027-06-04"))).isFalse();
        assertThat(dates.include(LocalDate.parse("2027-06-05"))).isTrue();
        assertThat(dates.include(LocalDate.parse("2027-06-02"))).isFalse();
    }

    /** A slot that fires once stands among the others in its place. */
    @Test
    void onceAndRepeatedAreInOneOrder() {
        List<Slot> slots = List.of(
                slot("12:00", null).at(0), new Slot.Once(1, Instant.parse("2027-06-02T11:30:00Z"), Optional.empty()));
        Plan plan = new Plan(
                LONDON,
                new Dates(
                        new Rule.Daily(), LocalDate.parse("2027-06-01"), Optional.empty(), Set.of(), Optional.empty()),
                slots);
        Iterator<Occurrence> all = plan.from(Instant.parse("2027-06-01T11:00:00Z"));
        assertThat(List.of(
                        all.next().slot(),
                        all.next().slot(),
                        all.next().slot(),
                        all.next().slot()))
                .containsExactly(0, 0, 1, 0);
    }

    /** The second of two 01:30: its window is meant to lie behind it. */
    @Test
    void onceInTheSecondHalfOfAnOverlapEndsThere() {
        Slot.Once once = new Slot.Once(0, Instant.parse("2027-10-31T01:30:00Z"), Optional.of(Duration.ofMinutes(15)));
        assertThat(once.occurrence(LONDON).end()).contains(Instant.parse("2027-10-31T01:45:00Z"));
    }

    /** A slot's time and length, without its place. */
    private record Draft(String time, Optional<Duration> duration) {
        Slot.Timed at(int index) {
            return new Slot.Timed(index, LocalTime.parse(time), duration);
        }
    }

    private static Draft slot(String time, @org.jspecify.annotations.Nullable String duration) {
        return new Draft(time, Optional.ofNullable(duration).map(Duration::parse));
    }

    private static Plan daily(ZoneId zone, String first, Draft... drafts) {
        List<Slot> slots = new ArrayList<>();
        for (Draft draft : drafts) {
            slots.add(draft.at(slots.size()));
        }
        return new Plan(
                zone,
                new Dates(new Rule.Daily(), LocalDate.parse(first), Optional.empty(), Set.of(), Optional.empty()),
                slots);
    }

    private static List<String> texts(Plan plan, String from, int count) {
        List<String> texts = new ArrayList<>();
        Iterator<Occurrence> all = plan.from(Instant.parse(from));
        for (int i = 0; i < count; i++) {
            Occurrence next = all.next();
            texts.add(next.local() + " " + next.start() + " "
                    + next.end().map(Instant::toString).orElse("-") + " "
                    + next.adjusted().map(Enum::name).orElse("-"));
        }
        return texts;
    }

    private static List<LocalDate> dates(Dates dates, String from, String until) {
        List<LocalDate> all = new ArrayList<>();
        Iterator<LocalDate> each = dates.from(LocalDate.parse(from));
        while (each.hasNext()) {
            LocalDate date = each.next();
            if (date.isAfter(LocalDate.parse(until))) {
                break;
            }
            all.add(date);
        }
        return all;
    }
}
