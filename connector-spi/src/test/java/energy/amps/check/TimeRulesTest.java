package energy.amps.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time forms and limits of contract section 5. */
class TimeRulesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Optional<ZoneId> LONDON = Optional.of(ZoneId.of("Europe/London"));

    private static Checked<Timing> resolve(String start, String end, Optional<ZoneId> zone, Instant now) {
        return TimeRules.resolve(Optional.ofNullable(start), Optional.ofNullable(end), zone, now);
    }

    private static Timing passed(String start, String end) {
        return passed(resolve(start, end, LONDON, NOW));
    }

    private static Timing passed(Checked<Timing> checked) {
        return switch (checked) {
            case Checked.Passed<Timing>(Timing timing) -> timing;
            case Checked.Refused<Timing>(Refusal refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    private static Refusal refused(Checked<Timing> checked) {
        return switch (checked) {
            case Checked.Refused<Timing>(Refusal refusal) -> refusal;
            case Checked.Passed<Timing> passed -> throw new AssertionError("not refused: " + passed);
        };
    }

    private static String reason(String start, String end) {
        Refusal refusal = refused(resolve(start, end, LONDON, NOW));
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_TIME_WINDOW);
        return (String) refusal.details().get("reason");
    }

    private static Instant startOf(String text, String zone, String now) {
        return passed(resolve(text, null, Optional.of(ZoneId.of(zone)), Instant.parse(now)))
                .startsAt()
                .orElseThrow();
    }

    @Test
    void threeShapes() {
        assertThat(passed(null, null)).isEqualTo(new Timing.Immediate());
        assertThat(passed("30m", null)).isEqualTo(new Timing.Scheduled(Instant.parse("2026-06-01T12:30:00Z")));
        assertThat(passed("2026-06-01T14:00:00Z", "2026-06-01T15:00:00Z"))
                .isEqualTo(new Timing.Windowed(
                        Instant.parse("2026-06-01T14:00:00Z"), Instant.parse("2026-06-01T15:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T22:00:00,       2026-06-01T21:00:00Z",
        "2026-06-01T22:00,          2026-06-01T21:00:00Z",
        "2026-06-01T22:00:00.123456,2026-06-01T21:00:00.123Z",
        "2026-06-01T22:00:00Z,      2026-06-01T22:00:00Z",
        "2026-06-01T22:00:00+05:30, 2026-06-01T16:30:00Z",
        "0m,                        2026-06-01T12:00:00Z",
        "1.5h,                      2026-06-01T13:30:00Z",
        "0.25m,                     2026-06-01T12:00:15Z",
        "0.01m,                     2026-06-01T12:00:00.600Z",
        "720h,                      2026-07-01T12:00:00Z",
    })
    void startFormsThatAreTaken(String text, String instant) {
        assertThat(passed(text, null).startsAt()).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "30",
                "30s",
                "m",
                "-30m",
                "+30m",
                "1.234h",
                ".5h",
                "1.h",
                "30 m",
                "1e3m",
                "PT30M",
                "1h30m",
                "2026-06-01",
                "22:00",
                "2026-06-31T22:00:00Z",
                "2026-06-01T24:01:00Z",
                "2026-06-01 22:00:00",
                "2026-06-01T22:00:00Europe/London",
                "2026-06-01T22:00:00+25:00",
                "٣٠m",
                "1234567890123h"
            })
    void startFormsThatAreNot(String text) {
        assertThat(reason(text, null)).isEqualTo("unparseable");
    }

    @Test
    void durationIsForStartAlone() {
        assertThat(reason("30m", "60m")).isEqualTo("unparseable");
        assertThat(refused(resolve("30m", "60m", LONDON, NOW)).details()).containsEntry("field", "end");
    }

    @Test
    void endNeedsAStart() {
        assertThat(reason(null, "2026-06-01T22:00:00Z")).isEqualTo("end_without_start");
    }

    @Test
    void endLiesAfterStartAndAtMostADayLater() {
        assertThat(reason("2026-06-01T14:00:00Z", "2026-06-01T14:00:00Z")).isEqualTo("end_not_after_start");
        assertThat(reason("2026-06-01T14:00:00Z", "2026-06-01T13:59:59Z")).isEqualTo("end_not_after_start");
        assertThat(reason("2026-06-01T14:00:00Z", "2026-06-02T14:00:00.001Z")).isEqualTo("window_too_long");
        passed("2026-06-01T14:00:00Z", "2026-06-02T14:00:00Z");
        passed("2026-06-01T14:00:00Z", "2026-06-01T14:00:00.001Z");
    }

    @Test
    void startLiesBetweenNowAndThirtyDays() {
        assertThat(refused(resolve("2026-06-01T11:59:59.999Z", null, LONDON, NOW))
                        .code())
                .isEqualTo(ErrorCode.START_IN_PAST);
        passed("2026-06-01T12:00:00Z", null);
        Refusal far = refused(resolve("2026-07-01T12:00:00.001Z", null, LONDON, NOW));
        assertThat(far.code()).isEqualTo(ErrorCode.START_OUT_OF_RANGE);
        assertThat(far.details()).containsEntry("latest", "2026-07-01T12:00:00Z");
        passed(far.details().get("latest").toString(), null);
    }

    /** The end's own rules are asked after the start's limits: one answer at a time, in the contract's order. */
    @Test
    void pastStartIsToldBeforeItsEnd() {
        assertThat(refused(resolve("2026-06-01T11:00:00Z", "2026-06-01T10:00:00Z", LONDON, NOW))
                        .code())
                .isEqualTo(ErrorCode.START_IN_PAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999h", "+999999999-12-31T23:59:59Z", "+999999999-12-31T23:59:59"})
    void distantStartsAreOutOfRangeAndNoFault(String text) {
        assertThat(refused(resolve(text, null, LONDON, NOW)).code()).isEqualTo(ErrorCode.START_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00+18:00", "-999999999-01-01T00:00:00"})
    void distantEndsAreRefusedAndNoFault(String end) {
        assertThat(refused(resolve("30m", end, LONDON, NOW)).code()).isEqualTo(ErrorCode.INVALID_TIME_WINDOW);
    }

    @Test
    void zeroDurationIsNeverAlreadyPast() {
        Instant between = NOW.plusNanos(999_999);
        assertThat(passed(resolve("0m", null, LONDON, between)).startsAt()).contains(NOW.plusMillis(1));
    }

    @Test
    void wallClockNeedsAZoneAndAnInstantDoesNot() {
        assertThat(refused(resolve("2026-06-01T22:00:00", null, Optional.empty(), NOW))
                        .details())
                .isEqualTo(Map.of("reason", "timezone_unknown", "field", "start"));
        assertThat(refused(resolve("30m", "2026-06-01T22:00:00", Optional.empty(), NOW))
                        .details())
                .isEqualTo(Map.of("reason", "timezone_unknown", "field", "end"));
        passed(resolve("30m", "2026-06-01T22:00:00Z", Optional.empty(), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        // An hour in London, half an hour on Lord Howe Island, an hour at midnight in Cairo.
        "2026-03-29T01:30:00, Europe/London,       2026-03-20T00:00:00Z",
        "2026-03-29T01:00:00, Europe/London,       2026-03-20T00:00:00Z",
        "2026-10-04T02:15:00, Australia/Lord_Howe, 2026-10-01T00:00:00Z",
        "2026-04-24T00:00:00, Africa/Cairo,        2026-04-20T00:00:00Z",
        "2026-04-24T00:59:59, Africa/Cairo,        2026-04-20T00:00:00Z",
    })
    void timeInTheSpringGapDoesNotExist(String text, String zone, String now) {
        for (boolean asEnd : List.of(false, true)) {
            Optional<ZoneId> there = Optional.of(ZoneId.of(zone));
            Instant then = Instant.parse(now);
            Refusal refusal = refused(asEnd ? resolve("30m", text, there, then) : resolve(text, null, there, then));
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_TIME_WINDOW);
            assertThat(refusal.details())
                    .isEqualTo(Map.of("reason", "local_time_does_not_exist", "field", asEnd ? "end" : "start"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T00:59:59.999, Europe/London,       2026-03-20T00:00:00Z, 2026-03-29T00:59:59.999Z",
        "2026-03-29T02:00:00,     Europe/London,       2026-03-20T00:00:00Z, 2026-03-29T01:00:00Z",
        "2026-10-04T02:30:00,     Australia/Lord_Howe, 2026-10-01T00:00:00Z, 2026-10-03T15:30:00Z",
        "2026-04-24T01:00:00,     Africa/Cairo,        2026-04-20T00:00:00Z, 2026-04-23T22:00:00Z",
    })
    void edgesOfTheGapExist(String text, String zone, String now, String instant) {
        assertThat(startOf(text, zone, now)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T01:30:00, Europe/London,       2026-10-20T00:00:00Z, 2026-10-25T00:30:00Z",
        "2026-04-05T01:45:00, Australia/Lord_Howe, 2026-04-01T00:00:00Z, 2026-04-04T14:45:00Z",
        "2026-10-29T23:30:00, Africa/Cairo,        2026-10-20T00:00:00Z, 2026-10-29T20:30:00Z",
    })
    void ambiguousTimeIsTheEarlierOne(String text, String zone, String now, String instant) {
        assertThat(startOf(text, zone, now)).isEqualTo(instant);
    }

    /** Once the first time round has gone by, the wall clock's second is not guessed at. */
    @Test
    void ambiguousTimeWhoseFirstHasGoneByIsPast() {
        assertThat(refused(resolve("2026-10-25T01:30:00", null, LONDON, Instant.parse("2026-10-25T01:00:00Z")))
                        .code())
                .isEqualTo(ErrorCode.START_IN_PAST);
    }

    /** A night's window on the wall clock is judged by what it lasts. */
    @Test
    void dayOfTwentyFiveHoursIsTooLongAWindow() {
        Instant before = Instant.parse("2026-10-20T00:00:00Z");
        assertThat(refused(resolve("2026-10-25T00:00:00", "2026-10-26T00:00:00", LONDON, before))
                        .details())
                .containsEntry("reason", "window_too_long");
        assertThat(passed(resolve("2026-10-25T00:00:00", "2026-10-25T23:00:00", LONDON, before)))
                .isEqualTo(new Timing.Windowed(
                        Instant.parse("2026-10-24T23:00:00Z"),
                        Instant.parse("2026-10-24T23:00:00Z").plus(Duration.ofHours(24))));
    }
}
