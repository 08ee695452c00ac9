package energy.amps.server.schedule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/** Overlap of slots and RFC 5545 rules, against the plainest possible reckoning. */
class PlanProperties {
    private static final LocalDate MONDAY = LocalDate.parse("2026-06-01");
    private static final int MINUTES_OF_WEEK = 7 * 24 * 60;

    /** The oracle paints a week, minute by minute, and sees whether two slots want the same one. */
    @Property
    void slotsOverlapWhenTheyWantTheSameMinuteOfAnOrdinaryWeek(
            @ForAll("pairs") List<Slot.Timed> drawn,
            @ForAll @Size(min = 1, max = 7) Set<DayOfWeek> days,
            @ForAll boolean daily) {
        List<Slot> slots = List.of(
                drawn.getFirst(),
                new Slot.Timed(1, drawn.getLast().time(), drawn.getLast().duration()));
        Set<DayOfWeek> on = daily ? Set.of(DayOfWeek.values()) : days;
        Rule rule = daily ? new Rule.Daily() : new Rule.Weekly(days);
        Dates dates = new Dates(rule, MONDAY, Optional.empty(), Set.of(), Optional.empty());
        assertThat(Overlaps.find(slots, dates, ZoneOffset.UTC).isPresent())
                .isEqualTo(painted((Slot.Timed) slots.getFirst(), (Slot.Timed) slots.getLast(), on));
    }

    private static boolean painted(Slot.Timed first, Slot.Timed second, Set<DayOfWeek> days) {
        Set<Integer> taken = new HashSet<>();
        for (DayOfWeek day : days) {
            taken.addAll(minutes(first, day));
        }
        return days.stream().flatMap(day -> minutes(second, day).stream()).anyMatch(taken::contains);
    }

    private static List<Integer> minutes(Slot.Timed slot, DayOfWeek day) {
        int start = (day.getValue() - 1) * 24 * 60 + slot.time().toSecondOfDay() / 60;
        long length = Math.max(1, slot.duration().map(Duration::toMinutes).orElse(1L));
        List<Integer> minutes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            minutes.add((start + i) % MINUTES_OF_WEEK);
        }
        return minutes;
    }

    @Provide
    Arbitrary<List<Slot.Timed>> pairs() {
        return slots().list().ofSize(2);
    }

    @Provide
    Arbitrary<List<Slot.Timed>> fews() {
        return slots().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Slot.Timed> slots() {
        Arbitrary<LocalTime> times =
                Arbitraries.integers().between(0, 24 * 60 - 1).map(LocalTime.MIN::plusMinutes);
        Arbitrary<Optional<Duration>> lengths = Arbitraries.integers()
                .between(1, 24 * 60)
                .map(Duration::ofMinutes)
                .optional();
        return Combinators.combine(times, lengths).as((time, length) -> new Slot.Timed(0, time, length));
    }

    /** Whatever the zone and its changes: starts never go back, windows never end before they begin, ids are never repeated. */
    @Property
    void occurrencesAreInOrderAndDistinct(
            @ForAll("zones") ZoneId zone,
            @ForAll("fews") List<Slot.Timed> drawn,
            @ForAll @IntRange(min = -5_000, max = 5_000) int day) {
        List<Slot> slots = new ArrayList<>();
        drawn.forEach(slot -> slots.add(new Slot.Timed(slots.size(), slot.time(), slot.duration())));
        LocalDate first = MONDAY.plusDays(day);
        Plan plan = new Plan(
                zone,
                new Dates(new Rule.Daily(), first, Optional.of(first.plusDays(400)), Set.of(), Optional.empty()),
                slots);
        Iterator<Occurrence> all = plan.from(plan.begins().minus(2, ChronoUnit.DAYS));
        Set<String> ids = new HashSet<>();
        Occurrence before = all.next();
        ids.add(before.id());
        while (all.hasNext()) {
            Occurrence next = all.next();
            assertThat(next.start()).isAfterOrEqualTo(before.start());
            assertThat(next.end().orElse(next.start())).isAfterOrEqualTo(next.start());
            assertThat(ids.add(next.id())).as(next.id()).isTrue();
            before = next;
        }
        assertThat(ids).hasSize(401 * slots.size());
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
    }

    /** From wherever one looks, a rule gives the very dates that the library gives from its start. */
    @Property(tries = 500)
    void rulesUnfoldAsTheLibraryUnfoldsThemFromTheirStart(
            @ForAll("rules") String text, @ForAll @IntRange(min = 0, max = 1_500) int later)
            throws InvalidRecurrenceRuleException {
        assertThat(Rfc5545Rule.problemOf(text)).as(text).isEmpty();
        LocalDate from = MONDAY.plusDays(later);
        List<LocalDate> whole = new ArrayList<>();
        RecurrenceRuleIterator library = new RecurrenceRule(text)
                .iterator(new DateTime(MONDAY.getYear(), MONDAY.getMonthValue() - 1, MONDAY.getDayOfMonth()));
        while (library.hasNext() && whole.size() < 5) {
            DateTime next = library.nextDateTime();
            LocalDate date = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
            if (!date.isBefore(from)) {
                whole.add(date);
            }
        }
        assertThat(new Rfc5545Rule(text).dates(MONDAY, from).limit(5).toList())
                .as(text + " from " + from)
                .isEqualTo(whole);
    }

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> rules = Arbitraries.of(
                "FREQ=DAILY",
                "FREQ=WEEKLY",
                "FREQ=WEEKLY;BYDAY=MO,WE,FR",
                "FREQ=WEEKLY;BYDAY=SA,SU;WKST=SU",
                "FREQ=MONTHLY",
                "FREQ=MONTHLY;BYMONTHDAY=31",
                "FREQ=MONTHLY;BYMONTHDAY=-1",
                "FREQ=MONTHLY;BYDAY=2TU",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                "FREQ=YEARLY;BYMONTH=11,12,1,2;BYDAY=MO",
                "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO");
        Arbitrary<String> ends = Arbitraries.of("", ";COUNT=1", ";COUNT=17", ";COUNT=400");
        Arbitrary<String> intervals = Arbitraries.of("", ";INTERVAL=2", ";INTERVAL=3");
        return Combinators.combine(rules, intervals, ends).as((rule, interval, end) -> rule + interval + end);
    }

    @Property
    void noTextMakesTheReadingOfARuleThrow(@ForAll String text) {
        assertThat(Rfc5545Rule.problemOf(text)).isNotNull();
    }

    /** The rule's end may be an instant: held on the plant's own clock. */
    @Property(tries = 20)
    void untilHoldsToTheMinute(@ForAll @IntRange(min = 0, max = 23) int hour) {
        Dates dates = new Dates(
                new Rfc5545Rule("FREQ=DAILY"),
                MONDAY,
                Optional.empty(),
                Set.of(),
                Optional.of(MONDAY.plusDays(2).atTime(hour, 0)));
        Plan plan = new Plan(ZoneOffset.UTC, dates, List.of(new Slot.Timed(0, LocalTime.of(12, 0), Optional.empty())));
        Iterator<Occurrence> all =
                plan.from(LocalDateTime.of(MONDAY, LocalTime.MIN).toInstant(ZoneOffset.UTC));
        int count = 0;
        while (all.hasNext()) {
            all.next();
            count++;
        }
        assertThat(count).isEqualTo(hour < 12 ? 2 : 3);
    }
}
