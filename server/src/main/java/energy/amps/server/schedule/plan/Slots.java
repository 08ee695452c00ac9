package energy.amps.server.schedule.plan;

import energy.amps.check.Checked;
import energy.amps.check.TimeRules;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the times of one slot, with the reasons of contract section 5 where they cannot be used. */
final class Slots {
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern DURATION =
            Pattern.compile("P(?=.)(\\d{1,3}D)?(T(?=.)(\\d{1,4}H)?(\\d{1,5}M)?(\\d{1,6}(\\.\\d{1,3})?S)?)?");

    private Slots() {}

    /** Reads a slot that has either a time or an instant. */
    static Checked<Slot> read(int index, SlotRequest sent) {
        return duration(index, sent)
                .then(duration -> sent.time().isPresent()
                        ? timed(index, sent.time().get(), duration)
                        : once(index, sent.at().orElseThrow(), duration));
    }

    private static Checked<Slot> timed(int index, String text, Optional<Duration> duration) {
        return TIME.matcher(text).matches()
                ? new Checked.Passed<>(new Slot.Timed(index, LocalTime.parse(text), duration))
                : window(index, "time", "unparseable", "'time' is not a time of day such as 00:30.");
    }

    private static Checked<Slot> once(int index, String text, Optional<Duration> duration) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            return new Checked.Passed<>(new Slot.Once(index, at, duration));
        } catch (DateTimeException e) {
            return window(index, "at", "unparseable", "'at' is not an instant with 'Z' or an offset.");
        }
    }

    private static Checked<Optional<Duration>> duration(int index, SlotRequest sent) {
        if (sent.duration().isEmpty()) {
            return new Checked.Passed<>(Optional.empty());
        }
        String text = sent.duration().get();
        if (!DURATION.matcher(text).matches()) {
            return window(index, "duration", "unparseable", "'duration' is not a length of time such as PT5H.");
        }
        Duration duration = Duration.parse(text);
        if (duration.isZero()) {
            return window(index, "duration", "end_not_after_start", "A window lasts longer than nothing.");
        }
        if (duration.compareTo(TimeRules.LONGEST_WINDOW) > 0) {
            return window(
                    index,
                    "duration",
                    "window_too_long",
                    "A window lasts at most " + TimeRules.LONGEST_WINDOW.toHours() + " hours on the wall clock.");
        }
        return new Checked.Passed<>(Optional.of(duration));
    }

    private static <T> Checked<T> window(int index, String field, String reason, String message) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("reason", reason);
        details.put("pointer", "/slots/" + index + "/" + field);
        return new Checked.Refused<>(new Refusal(ErrorCode.INVALID_TIME_WINDOW, message, details));
    }
}
