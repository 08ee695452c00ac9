package energy.amps.server.schedule.plan;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A recurrence rule of RFC 5545 over whole dates, read and unfolded by a library. Slots bring the times, so a rule that has
 * times of its own is refused; {@code UNTIL} is taken out and held by {@link Dates}, because it may be an instant.
 *
 * @param text the rule without {@code UNTIL}
 */
record Rfc5545Rule(String text) implements Rule {
    /** Most characters of a rule. */
    static final int MAX_TEXT = 512;

    /** Most dates that a {@code COUNT} may name: all of them are walked through to find the last. */
    static final int MAX_COUNT = 10_000;

    /** Largest {@code INTERVAL}. */
    static final int MAX_INTERVAL = 1_000;

    private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
    private static final Set<String> PARTS = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYMONTH",
            "BYWEEKNO",
            "BYYEARDAY",
            "BYMONTHDAY",
            "BYDAY",
            "BYSETPOS",
            "WKST");

    /** What is wrong with a rule's text; empty when it can be unfolded. */
    static Optional<String> problemOf(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.of("longer than " + MAX_TEXT + " characters");
        }
        Set<String> seen = new HashSet<>();
        for (String part : text.split(";", -1)) {
            String[] pair = part.split("=", 2);
            String name = pair[0].toUpperCase(Locale.ROOT);
            String value = pair.length < 2 ? "" : pair[1].toUpperCase(Locale.ROOT);
            if (!seen.add(name)) {
                return Optional.of(name + " is given twice");
            }
            if (!PARTS.contains(name)) {
                return Optional.of(
                        Set.of("BYHOUR", "BYMINUTE", "BYSECOND").contains(name)
                                ? name + " cannot be given: the slots have the times"
                                : "'" + name + "' is no part of a rule that can be used here");
            }
            Optional<String> problem =
                    switch (name) {
                        case "FREQ" ->
                            FREQUENCIES.contains(value)
                                    ? Optional.empty()
                                    : Optional.of("FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY");
                        case "COUNT" -> within(name, value, MAX_COUNT);
                        case "INTERVAL" -> within(name, value, MAX_INTERVAL);
                        default -> Optional.empty();
                    };
            if (problem.isPresent()) {
                return problem;
            }
        }
        if (seen.contains("COUNT") && seen.contains("UNTIL")) {
            return Optional.of("COUNT and UNTIL cannot both be given");
        }
        return read(without("UNTIL", text)).isEmpty() ? Optional.of("not a rule of RFC 5545") : Optional.empty();
    }

    private static Optional<String> within(String name, String value, int most) {
        boolean sound = value.matches("\\d{1,9}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= most;
        return sound ? Optional.empty() : Optional.of(name + " must be a whole number from 1 to " + most);
    }

    /** A rule's part of that name. */
    static Optional<String> part(String name, String text) {
        return Arrays.stream(text.split(";", -1))
                .filter(part -> part.toUpperCase(Locale.ROOT).startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst();
    }

    /** The rule's text without the part of that name. */
    static String without(String name, String text) {
        return Arrays.stream(text.split(";", -1))
                .filter(part -> !part.toUpperCase(Locale.ROOT).startsWith(name + "="))
                .collect(Collectors.joining(";"));
    }

    private static Optional<RecurrenceRule> read(String text) {
        try {
            return Optional.of(new RecurrenceRule(text, RfcMode.RFC5545_STRICT));
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException notARule) {
            return Optional.empty();
        }
    }

    /** A start that the rule itself does not give is not a date of it. */
    @Override
    public Stream<LocalDate> dates(LocalDate anchor, LocalDate from) {
        RecurrenceRule rule = read(text).orElseThrow(() -> new IllegalStateException("was checked: " + text));
        RecurrenceRuleIterator dates = rule.iterator(day(anchor));
        if (from.isAfter(anchor)) {
            dates.fastForward(day(from));
        }
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new java.util.Iterator<LocalDate>() {
                            @Override
                            public boolean hasNext() {
                                return dates.hasNext();
                            }

                            @Override
                            public LocalDate next() {
                                return date(dates.nextDateTime());
                            }
                        },
                        Spliterator.ORDERED),
                false);
    }

    /** As good as every day: which days a rule gives is not looked into. */
    @Override
    public boolean mayFireOnSuccessiveDays() {
        return true;
    }

    private static DateTime day(LocalDate date) {
        return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
    }

    private static LocalDate date(DateTime day) {
        return LocalDate.of(day.getYear(), day.getMonth() + 1, day.getDayOfMonth());
    }
}
