package energy.amps.check;

import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.time.PlantTime;
import energy.amps.time.PlantTime.Resolution;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time forms and time limits of contract section 5. Instants come out in whole milliseconds. */
public final class TimeRules {

    /** How far ahead a push may start. */
    public static final Duration HORIZON = Duration.ofDays(30);

    /** How long a window may last. */
    public static final Duration LONGEST_WINDOW = Duration.ofHours(24);

    /** {@code 30m}, {@code 1.5h}: a number with up to two decimals, and minutes or hours. */
    private static final Pattern RELATIVE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,2})?)([mh])");

    private static final BigDecimal MILLIS_PER_MINUTE = BigDecimal.valueOf(60_000);
    private static final BigDecimal MILLIS_PER_HOUR = BigDecimal.valueOf(3_600_000);

    private TimeRules() {}

    /** Resolves the texts of a push to its timing, or says which rule they break. */
    static Checked<Timing> resolve(
            Optional<String> start, Optional<String> end, Optional<ZoneId> plantZone, Instant now) {
        if (start.isEmpty()) {
            return end.isPresent()
                    ? notAWindow("end_without_start", "'end' needs a 'start'.")
                    : new Checked.Passed<>(new Timing.Immediate());
        }
        return startOf(start.get(), plantZone, now)
                .then(from -> end.isEmpty()
                        ? limits(new Timing.Scheduled(from), now)
                        : instantOf("end", end.get(), plantZone)
                                .then(until -> limits(new Timing.Windowed(from, until), now)));
    }

    /** Holds a resolved timing to the limits of section 5; also asked again when a queue has moved the start. */
    public static Checked<Timing> limits(Timing timing, Instant now) {
        if (timing.startsAt().isPresent()) {
            Instant start = timing.startsAt().get();
            if (start.isBefore(now)) {
                return refused(
                        ErrorCode.START_IN_PAST,
                        "'start' has gone by.",
                        Map.of(
                                "start",
                                start.toString(),
                                "now",
                                now.truncatedTo(ChronoUnit.MILLIS).toString()));
            }
            Instant horizon = ceilToMillis(now).plus(HORIZON);
            if (start.isAfter(horizon)) {
                return refused(
                        ErrorCode.START_OUT_OF_RANGE,
                        "'start' lies more than " + HORIZON.toDays() + " days ahead.",
                        Map.of("start", start.toString(), "latest", horizon.toString()));
            }
        }
        if (timing instanceof Timing.Windowed(Instant start, Instant end)) {
            if (!end.isAfter(start)) {
                return notAWindow("end_not_after_start", "'end' must lie after 'start'.");
            }
            if (Duration.between(start, end).compareTo(LONGEST_WINDOW) > 0) {
                return notAWindow("window_too_long", "A window lasts at most " + LONGEST_WINDOW.toHours() + " hours.");
            }
        }
        return new Checked.Passed<>(timing);
    }

    private static Checked<Instant> startOf(String text, Optional<ZoneId> plantZone, Instant now) {
        Matcher relative = RELATIVE.matcher(text);
        if (!relative.matches()) {
            return instantOf("start", text, plantZone);
        }
        BigDecimal millisPerUnit = relative.group(2).equals("h") ? MILLIS_PER_HOUR : MILLIS_PER_MINUTE;
        long millis = new BigDecimal(relative.group(1))
                .multiply(millisPerUnit)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        // Rounded up, so that "0m" is never already past.
        return new Checked.Passed<>(ceilToMillis(now).plusMillis(Math.min(millis, beyondHorizonMillis())));
    }

    private static Checked<Instant> instantOf(String field, String text, Optional<ZoneId> plantZone) {
        Optional<Instant> absolute = parsed(() -> OffsetDateTime.parse(text).toInstant());
        if (absolute.isPresent()) {
            return new Checked.Passed<>(absolute.get().truncatedTo(ChronoUnit.MILLIS));
        }
        Optional<LocalDateTime> wallClock = parsed(() -> LocalDateTime.parse(text));
        if (wallClock.isEmpty()) {
            return notAWindow(
                    "unparseable",
                    "'" + field + "' is neither an instant, nor a wall clock"
                            + (field.equals("start") ? ", nor a duration such as 30m or 1.5h." : "."),
                    field);
        }
        if (plantZone.isEmpty()) {
            return notAWindow(
                    "timezone_unknown",
                    "'" + field + "' is a wall clock and the device's timezone is unknown: send an instant with 'Z',"
                            + " or PATCH the device's timezone first.",
                    field);
        }
        return switch (PlantTime.resolve(wallClock.get(), plantZone.get())) {
            case Resolution.Unique(Instant instant) -> new Checked.Passed<>(instant.truncatedTo(ChronoUnit.MILLIS));
            case Resolution.Overlap(Instant earlier, Instant later) ->
                new Checked.Passed<>(earlier.truncatedTo(ChronoUnit.MILLIS));
            case Resolution.Gap(Instant firstValid) ->
                notAWindow(
                        "local_time_does_not_exist",
                        "'" + field + "' is skipped in " + plantZone.get()
                                + " when clocks go forward; the first time after" + " it is " + firstValid + ".",
                        field);
        };
    }

    private static <T> Optional<T> parsed(Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (DateTimeException | ArithmeticException notThisForm) {
            return Optional.empty();
        }
    }

    private static Instant ceilToMillis(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.MILLIS);
        return floor.equals(instant) ? floor : floor.plusMillis(1);
    }

    /** A relative start beyond this is out of range whatever its digits, and must not overflow an instant. */
    private static long beyondHorizonMillis() {
        return HORIZON.multipliedBy(1000).toMillis();
    }

    private static <T> Checked<T> notAWindow(String reason, String message) {
        return refused(ErrorCode.INVALID_TIME_WINDOW, message, Map.of("reason", reason));
    }

    private static <T> Checked<T> notAWindow(String reason, String message, String field) {
        return refused(ErrorCode.INVALID_TIME_WINDOW, message, Map.of("reason", reason, "field", field));
    }

    private static <T> Checked<T> refused(ErrorCode code, String message, Map<String, Object> details) {
        return new Checked.Refused<>(new Refusal(code, message, details));
    }
}
