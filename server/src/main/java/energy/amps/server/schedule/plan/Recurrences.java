package energy.amps.server.schedule.plan;

import energy.amps.check.Checked;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a recurrence: its words and dates become {@link Dates}, or {@code bad_recurrence} with the place that is wrong. */
final class Recurrences {
    /** How far from today a recurrence may begin, before or after. */
    static final int YEARS_OFF = 10;

    /** Most excluded dates. */
    static final int MAX_EXCLUDED = 100;

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter BASIC_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final DateTimeFormatter BASIC_INSTANT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");

    private Recurrences() {}

    /** A text that cannot be read; thrown and caught in this class alone, where ten readings in a row may each fail. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final String pointer;
        private final String problem;

        Unreadable(String pointer, String problem) {
            super(problem, null, false, false);
            this.pointer = pointer;
            this.problem = problem;
        }
    }

    /**
     * Reads it.
     *
     * @param zone the schedule's
     * @param today what it begins with when it does not say
     */
    static Checked<Dates> read(RecurrenceRequest sent, ZoneId zone, LocalDate today) {
        try {
            LocalDate first = sent.startDate().isPresent()
                    ? date("/recurrence/startDate", sent.startDate().get())
                    : today;
            if (first.isBefore(today.minusYears(YEARS_OFF)) || first.isAfter(today.plusYears(YEARS_OFF))) {
                throw new Unreadable("/recurrence/startDate", "more than " + YEARS_OFF + " years from today");
            }
            Optional<LocalDate> last = Optional.empty();
            if (sent.endDate().isPresent()) {
                last = Optional.of(date("/recurrence/endDate", sent.endDate().get()));
                if (last.get().isBefore(first)) {
                    throw new Unreadable("/recurrence/endDate", "lies before the first date, " + first);
                }
            }
            Rule rule = rule(sent, first);
            return new Checked.Passed<>(new Dates(rule, first, last, excluded(sent), until(sent, zone)));
        } catch (Unreadable e) {
            return PlanCheck.invalid(
                    "bad_recurrence", "The recurrence cannot be used: " + e.pointer + " " + e.problem + ".", e.pointer);
        }
    }

    private static Rule rule(RecurrenceRequest sent, LocalDate first) throws Unreadable {
        refuseUnless(sent.rule().equals("weekly"), sent.days().isPresent(), "days", "weekly");
        refuseUnless(sent.rule().equals("rrule"), sent.rrule().isPresent(), "rrule", "rrule");
        return switch (sent.rule()) {
            case "daily" -> new Rule.Daily();
            case "weekly" -> new Rule.Weekly(days(sent.days().orElse(List.of())));
            case "monthly" -> new Rule.Monthly(first.getDayOfMonth());
            case "rrule" -> rfc5545(sent.rrule().orElse(""));
            default -> throw new Unreadable("/recurrence/rule", "must be one of daily, weekly, monthly, rrule");
        };
    }

    private static void refuseUnless(boolean fits, boolean present, String key, String rule) throws Unreadable {
        if (fits != present) {
            throw new Unreadable(
                    "/recurrence/" + key,
                    fits ? "is required by the rule '" + rule + "'" : "belongs to the rule '" + rule + "'");
        }
    }

    private static Set<DayOfWeek> days(List<String> words) throws Unreadable {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = 0; i < words.size(); i++) {
            days.add(day("/recurrence/days/" + i, words.get(i)));
        }
        if (days.isEmpty()) {
            throw new Unreadable("/recurrence/days", "names no day");
        }
        return days;
    }

    private static DayOfWeek day(String pointer, String word) throws Unreadable {
        return Arrays.stream(DayOfWeek.values())
                .filter(day ->
                        day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Unreadable(pointer, "must be one of mon, tue, wed, thu, fri, sat, sun"));
    }

    private static Rule rfc5545(String text) throws Unreadable {
        Optional<String> problem = Rfc5545Rule.problemOf(text);
        if (problem.isPresent()) {
            throw new Unreadable("/recurrence/rrule", problem.get());
        }
        return new Rfc5545Rule(Rfc5545Rule.without("UNTIL", text));
    }

    /** A rule's {@code UNTIL}, on the plant's wall clock: a date holds to its end. */
    private static Optional<LocalDateTime> until(RecurrenceRequest sent, ZoneId zone) throws Unreadable {
        Optional<String> text = sent.rrule().flatMap(rule -> Rfc5545Rule.part("UNTIL", rule));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String until = text.get();
        try {
            return Optional.of(
                    switch (until.length()) {
                        case 8 ->
                            LocalDate.parse(until, DateTimeFormatter.BASIC_ISO_DATE)
                                    .atTime(LocalTime.MAX);
                        case 15 -> LocalDateTime.parse(until, BASIC_TIME);
                        default ->
                            LocalDateTime.ofInstant(
                                    OffsetDateTime.parse(until, BASIC_INSTANT).toInstant(), zone);
                    });
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "/recurrence/rrule", "UNTIL must be like 20271231, 20271231T235959 or 20271231T235959Z");
        }
    }

    private static Set<LocalDate> excluded(RecurrenceRequest sent) throws Unreadable {
        List<String> texts = sent.exclude().orElse(List.of());
        if (texts.size() > MAX_EXCLUDED) {
            throw new Unreadable("/recurrence/exclude", "names more than " + MAX_EXCLUDED + " dates");
        }
        Set<LocalDate> dates = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            dates.add(date("/recurrence/exclude/" + i, texts.get(i)));
        }
        return dates;
    }

    private static LocalDate date(String pointer, String text) throws Unreadable {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException notADate) {
            // Refused below: 30 February reads like a date.
        }
        throw new Unreadable(pointer, "is not a date such as 2027-03-28");
    }
}
