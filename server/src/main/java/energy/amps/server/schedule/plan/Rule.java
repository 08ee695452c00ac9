package energy.amps.server.schedule.plan;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;
import java.util.stream.Stream;

/** On which local dates a schedule fires, before any are excluded. Immutable. */
sealed interface Rule permits Rule.Never, Rule.Daily, Rule.Weekly, Rule.Monthly, Rfc5545Rule {

    /**
     * The dates at or after {@code from}, ascending; endless where the rule is.
     *
     * @param anchor the first date of all, which intervals and counts begin with
     * @param from not before the anchor
     */
    Stream<LocalDate> dates(LocalDate anchor, LocalDate from);

    /** Whether it may fire on two days running. */
    boolean mayFireOnSuccessiveDays();

    /** Never: all slots are fired once, at an instant of their own. */
    record Never() implements Rule {
        @Override
        public Stream<LocalDate> dates(LocalDate anchor, LocalDate from) {
            return Stream.empty();
        }

        @Override
        public boolean mayFireOnSuccessiveDays() {
            return false;
        }
    }

    /** Every day. */
    record Daily() implements Rule {
        @Override
        public Stream<LocalDate> dates(LocalDate anchor, LocalDate from) {
            return Stream.iterate(from, date -> date.plusDays(1));
        }

        @Override
        public boolean mayFireOnSuccessiveDays() {
            return true;
        }
    }

    /**
     * On those days of every week.
     *
     * @param days never empty
     */
    record Weekly(Set<DayOfWeek> days) implements Rule {
        public Weekly {
            days = Set.copyOf(days);
        }

        @Override
        public Stream<LocalDate> dates(LocalDate anchor, LocalDate from) {
            return Stream.iterate(from, date -> date.plusDays(1)).filter(date -> days.contains(date.getDayOfWeek()));
        }

        @Override
        public boolean mayFireOnSuccessiveDays() {
            return days.stream().anyMatch(day -> days.contains(day.plus(1)));
        }
    }

    /**
     * On that day of every month that has it: the 31st comes seven times a year (RFC 5545 section 3.3.10).
     *
     * @param day 1 to 31
     */
    record Monthly(int day) implements Rule {
        @Override
        public Stream<LocalDate> dates(LocalDate anchor, LocalDate from) {
            return Stream.iterate(YearMonth.from(from), month -> month.plusMonths(1))
                    .filter(month -> month.isValidDay(day))
                    .map(month -> month.atDay(day))
                    .dropWhile(date -> date.isBefore(from));
        }

        @Override
        public boolean mayFireOnSuccessiveDays() {
            return false;
        }
    }
}
