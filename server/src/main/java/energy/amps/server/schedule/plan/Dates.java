package energy.amps.server.schedule.plan;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The local dates of a schedule.
 *
 * @param rule which dates
 * @param first not before this one
 * @param last not after this one
 * @param excluded not these
 * @param until no slot that begins later on the wall clock
 */
record Dates(
        Rule rule, LocalDate first, Optional<LocalDate> last, Set<LocalDate> excluded, Optional<LocalDateTime> until) {

    /** How far ahead a next date is looked for; no rule of use has longer pauses, a leap day at most eight years. */
    static final int YEARS_AHEAD = 10;

    Dates {
        excluded = Set.copyOf(excluded);
    }

    /** None at all. */
    static Dates none(LocalDate today) {
        return new Dates(new Rule.Never(), today, Optional.empty(), Set.of(), Optional.empty());
    }

    /** The dates from {@code date} on, ascending. */
    Iterator<LocalDate> from(LocalDate date) {
        LocalDate start = date.isBefore(first) ? first : date;
        LocalDate horizon = start.plusYears(YEARS_AHEAD);
        LocalDate end = last.filter(horizon::isAfter).orElse(horizon);
        return rule.dates(first, start)
                .takeWhile(each -> !each.isAfter(end)
                        && until.filter(u -> each.isAfter(u.toLocalDate())).isEmpty())
                .filter(each -> !excluded.contains(each))
                .iterator();
    }

    /** Whether the date is one of them. */
    boolean include(LocalDate date) {
        if (date.isBefore(first)) {
            return false;
        }
        Iterator<LocalDate> dates = from(date);
        return dates.hasNext() && dates.next().equals(date);
    }

    /** Whether a slot that begins then, on one of the dates, is still within the rule's end. */
    boolean allow(LocalDateTime local) {
        return until.filter(local::isAfter).isEmpty();
    }
}
