package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A window in the minutes of an inverter's day. */
class DaySlotsTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static List<Slot> slots(String from, String until, ZoneId zone) {
        return DaySlots.of(Instant.parse(from), Optional.of(Instant.parse(until)), Optional.of(zone));
    }

    private static Slot slot(String from, String to) {
        return new Slot(minute(from), minute(to));
    }

    private static int minute(String clock) {
        return Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-10T10:00:00Z, 2026-01-10T12:00:00Z, 10:00, 11:59",
        // a second of a minute is in it
        "2026-01-10T10:00:59Z, 2026-01-10T12:00:01Z, 10:00, 12:00",
        "2026-01-10T10:00:00Z, 2026-01-10T10:00:30Z, 10:00, 10:00",
        // summer
        "2026-06-10T10:00:00Z, 2026-06-10T12:00:00Z, 11:00, 12:59",
        // to midnight, and from it
        "2026-01-10T22:00:00Z, 2026-01-11T00:00:00Z, 22:00, 23:59",
        "2026-01-10T00:00:00Z, 2026-01-10T02:00:00Z, 00:00, 01:59"
    })
    void withinADay(String from, String until, String first, String last) {
        assertThat(slots(from, until, LONDON)).containsExactly(slot(first, last));
    }

    @Test
    void overMidnightThereAreTwo() {
        assertThat(slots("2026-01-10T22:30:00Z", "2026-01-11T06:00:00Z", LONDON))
                .containsExactly(slot("00:00", "05:59"), slot("22:30", "23:59"));
    }

    @Test
    void aDayIsTheWholeDay() {
        assertThat(slots("2026-01-10T22:30:00Z", "2026-01-11T22:30:00Z", LONDON))
                .containsExactly(Slot.WHOLE_DAY);
        assertThat(slots("2026-01-10T22:30:00Z", "2026-01-11T22:29:00Z", LONDON))
                .containsExactly(slot("00:00", "22:28"), slot("22:30", "23:59"));
    }

    /** 01:00 to 02:00 is skipped on 29 March; an inverter that has not noticed walks through it. */
    @Test
    void skippedMinutesAreTaken() {
        assertThat(slots("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", LONDON))
                .containsExactly(slot("00:30", "02:29"));
    }

    /** 01:00 to 02:00 comes twice on 25 October: the window must not end at the first 01:30 when it ends at the second. */
    @Test
    void repeatedMinutesAreTakenBothTimes() {
        assertThat(slots("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z", LONDON))
                .containsExactly(slot("00:30", "01:59"));
    }

    /** Wherever and whenever: at every minute of a window its slots say that it is open. */
    @ParameterizedTest
    @CsvSource({
        "Europe/London, 2026-10-24T12:00:00Z",
        "Europe/London, 2026-03-28T12:00:00Z",
        "Australia/Lord_Howe, 2026-04-04T00:00:00Z",
        "Australia/Lord_Howe, 2026-10-03T00:00:00Z",
        "Antarctica/Troll, 2026-03-28T12:00:00Z",
        "America/Santiago, 2026-04-04T12:00:00Z",
        "Asia/Kathmandu, 2026-06-01T12:00:00Z"
    })
    void everyMinuteOfAWindowIsCovered(String zone, Instant around) {
        ZoneId plant = ZoneId.of(zone);
        for (int hours = 1; hours <= 23; hours += 2) {
            for (int offset = 0; offset < 24; offset += 3) {
                Instant from = around.plusSeconds(offset * 3600L + 17);
                Instant until = from.plusSeconds(hours * 3600L);
                List<Slot> slots = DaySlots.of(from, Optional.of(until), Optional.of(plant));
                assertThat(slots.size()).isLessThanOrEqualTo(3);
                for (Instant at = from; at.isBefore(until); at = at.plusSeconds(60)) {
                    int minute = DaySlots.minute(at, plant);
                    assertThat(slots).anyMatch(slot -> slot.covers(minute));
                }
            }
        }
    }

    @Test
    void withoutEndOrZoneItIsTheWholeDay() {
        Instant now = Instant.parse("2026-01-10T10:00:00Z");
        assertThat(DaySlots.of(now, Optional.empty(), Optional.of(LONDON))).containsExactly(Slot.WHOLE_DAY);
        assertThat(DaySlots.of(now, Optional.of(now.plusSeconds(60)), Optional.empty()))
                .containsExactly(Slot.WHOLE_DAY);
    }
}
