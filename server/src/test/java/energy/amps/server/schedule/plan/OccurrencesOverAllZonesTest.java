package energy.amps.server.schedule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every zone, around each of its next ten changes of the clocks, with a slot at every fifth minute: no occurrence misfires, none
 * is doubled and none is lost. The oracle walks the instants minute by minute and looks at the clock on the wall: a slot's local
 * time takes place at the first instant at which the clock shows it or more.
 */
class OccurrencesOverAllZonesTest {
    private static final Instant FROM = Instant.parse("2026-11-24T00:00:00Z");
    private static final int CHANGES = 10;
    private static final int STEP = 5;
    private static final Duration WINDOW = Duration.ofMinutes(STEP);

    @Test
    void dailySlotsTakePlaceAsTheWallClockSays() {
        int zones = 0;
        long occurrences = 0;
        for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(name);
            for (LocalDate date : daysOfChange(zone)) {
                occurrences += check(zone, date, new Rule.Daily(), List.of(date.minusDays(1), date, date.plusDays(1)));
            }
            zones++;
        }
        assertThat(zones).isGreaterThan(590);
        assertThat(occurrences).isGreaterThan(1_000_000);
    }

    @Test
    void weeklySlotsTakePlaceOnTheirDayAlone() {
        for (String name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(name);
            for (LocalDate date : daysOfChange(zone)) {
                check(zone, date, new Rule.Weekly(Set.of(date.getDayOfWeek())), List.of(date));
            }
        }
    }

    /** Changes that stand out: half an hour, two hours, at midnight, a whole day; some of them long ago. */
    @Test
    void oddChangesTakePlaceAsTheWallClockSays() {
        for (String odd : List.of(
                "Australia/Lord_Howe 2026-10-04",
                "Australia/Lord_Howe 2027-04-04",
                "Antarctica/Troll 2027-03-28",
                "Antarctica/Troll 2026-10-25",
                "Pacific/Apia 2011-12-30",
                "Africa/Cairo 2026-04-24",
                "Africa/Cairo 2026-10-29",
                "America/Havana 2026-03-08",
                "America/Havana 2026-11-01",
                "America/Santiago 2026-09-06",
                "America/Santiago 2026-04-04",
                "Asia/Beirut 2026-03-29",
                "Asia/Beirut 2026-10-24",
                "Atlantic/Azores 2026-03-29",
                "Atlantic/Azores 2026-10-25",
                "Africa/Casablanca 2026-02-15",
                "Pacific/Kwajalein 1993-08-21",
                "Asia/Pyongyang 2018-05-04")) {
            ZoneId zone = ZoneId.of(odd.split(" ", 2)[0]);
            LocalDate date = LocalDate.parse(odd.split(" ", 2)[1]);
            assertThat(check(zone, date, new Rule.Daily(), List.of(date.minusDays(1), date, date.plusDays(1))))
                    .isEqualTo(3L * 24 * 60 / STEP);
        }
    }

    private static Set<LocalDate> daysOfChange(ZoneId zone) {
        Set<LocalDate> days = new TreeSet<>();
        Instant at = FROM;
        for (int i = 0; i < CHANGES; i++) {
            ZoneOffsetTransition change = zone.getRules().nextTransition(at);
            if (change == null) {
                break;
            }
            days.add(change.getDateTimeBefore().toLocalDate());
            days.add(change.getDateTimeAfter().toLocalDate());
            at = change.getInstant();
        }
        if (days.isEmpty()) {
            days.add(LocalDate.ofInstant(FROM, zone));
        }
        return days;
    }

    /** Compares all occurrences of the expected dates; gives how many there were. */
    private static long check(ZoneId zone, LocalDate around, Rule rule, List<LocalDate> expected) {
        List<Slot> slots = new ArrayList<>();
        for (int minute = 0; minute < 24 * 60; minute += STEP) {
            slots.add(new Slot.Timed(slots.size(), LocalTime.MIN.plusMinutes(minute), Optional.of(WINDOW)));
        }
        LocalDate first = expected.getFirst();
        LocalDate last = expected.getLast();
        Plan plan = new Plan(zone, new Dates(rule, first, Optional.of(last), Set.of(), Optional.empty()), slots);
        WallClock clock = new WallClock(zone, around.minusDays(3), around.plusDays(4));
        Iterator<Occurrence> actual = plan.from(Instant.EPOCH);
        long checked = 0;
        for (LocalDate date : expected) {
            for (Slot slot : slots) {
                LocalDateTime local = date.atTime(((Slot.Timed) slot).time());
                Occurrence occurrence = actual.next();
                if (!occurrence.local().equals(local)
                        || occurrence.slot() != slot.index()
                        || !occurrence.start().equals(clock.shows(local))
                        || !occurrence.end().orElseThrow().equals(clock.shows(local.plus(WINDOW)))) {
                    throw new AssertionError(zone + " " + local + ": " + occurrence + ", not " + clock.shows(local)
                            + " to " + clock.shows(local.plus(WINDOW)));
                }
                checked++;
            }
        }
        assertThat(actual.hasNext()).as("nothing is doubled in " + zone).isFalse();
        return checked;
    }

    /** For each local minute of some days the first instant at which a clock on the wall shows it or more. */
    private static final class WallClock {
        private final LocalDateTime first;
        private final Instant[] instants;

        WallClock(ZoneId zone, LocalDate from, LocalDate until) {
            first = from.atStartOfDay();
            instants = new Instant[(int) ChronoUnit.MINUTES.between(first, until.atStartOfDay())];
            int filled = 0;
            for (Instant at = first.minusDays(1).toInstant(ZoneOffset.UTC);
                    filled < instants.length;
                    at = at.plusSeconds(60)) {
                long shown = ChronoUnit.MINUTES.between(first, LocalDateTime.ofInstant(at, zone));
                while (filled <= shown && filled < instants.length) {
                    instants[filled++] = at;
                }
            }
        }

        Instant shows(LocalDateTime local) {
            return instants[(int) ChronoUnit.MINUTES.between(first, local)];
        }
    }
}
