package energy.amps.server.schedule.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** When a schedule fires. Immutable; unfolds from any instant on. */
public final class Plan {
    private final ZoneId zone;
    private final Dates dates;
    private final List<Slot.Timed> timed;
    private final List<Occurrence> once;

    Plan(ZoneId zone, Dates dates, List<Slot> slots) {
        this.zone = zone;
        this.dates = dates;
        this.timed = slots.stream()
                .filter(Slot.Timed.class::isInstance)
                .map(Slot.Timed.class::cast)
                .sorted(Comparator.comparing(Slot.Timed::time).thenComparingInt(Slot.Timed::index))
                .toList();
        this.once = slots.stream()
                .filter(Slot.Once.class::isInstance)
                .map(slot -> ((Slot.Once) slot).occurrence(zone))
                .sorted(Occurrence.IN_ORDER)
                .toList();
    }

    /** The zone that its wall clocks are read in. */
    public ZoneId zone() {
        return zone;
    }

    /** The first instant of its first date: before, it is pending. */
    public Instant begins() {
        return Slot.Moment.of(dates.first().atStartOfDay(), zone).instant();
    }

    /** The occurrences that begin at or after {@code from}, in order; may have no end. */
    public Iterator<Occurrence> from(Instant from) {
        return new Unfolding(from);
    }

    /** The first occurrence at or after {@code from}, emptied ones included. */
    public Optional<Occurrence> next(Instant from) {
        Iterator<Occurrence> all = from(from);
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    /** The first occurrence at or after {@code from} that will fire. */
    public Optional<Occurrence> nextToFire(Instant from) {
        Iterator<Occurrence> all = from(from);
        while (all.hasNext()) {
            Occurrence next = all.next();
            if (!next.isEmpty()) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** Two ordered sequences, of the dates and of the slots that fire once, merged as they are asked for. */
    private final class Unfolding implements Iterator<Occurrence> {
        private final Iterator<Occurrence> repeated;
        private final Iterator<Occurrence> single;
        private Optional<Occurrence> nextRepeated;
        private Optional<Occurrence> nextSingle;

        Unfolding(Instant from) {
            // A gap moves an occurrence behind its date, a whole missing day by a whole day.
            LocalDate before = LocalDateTime.ofInstant(from, zone).toLocalDate().minusDays(2);
            this.repeated = new Repeated(dates.from(before));
            this.single = once.iterator();
            this.nextRepeated = first(repeated, from);
            this.nextSingle = first(single, from);
        }

        @Override
        public boolean hasNext() {
            return nextRepeated.isPresent() || nextSingle.isPresent();
        }

        @Override
        public Occurrence next() {
            boolean takesSingle = nextRepeated.isEmpty()
                    || nextSingle
                            .filter(single -> Occurrence.IN_ORDER.compare(single, nextRepeated.get()) < 0)
                            .isPresent();
            Occurrence next = (takesSingle ? nextSingle : nextRepeated).orElseThrow();
            if (takesSingle) {
                nextSingle = following(single);
            } else {
                nextRepeated = following(repeated);
            }
            return next;
        }
    }

    private static Optional<Occurrence> first(Iterator<Occurrence> all, Instant from) {
        Optional<Occurrence> next = following(all);
        while (next.filter(each -> each.start().isBefore(from)).isPresent()) {
            next = following(all);
        }
        return next;
    }

    private static Optional<Occurrence> following(Iterator<Occurrence> all) {
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    /** The slots with a time of day, date by date. */
    private final class Repeated implements Iterator<Occurrence> {
        private final Iterator<LocalDate> days;
        private Iterator<Occurrence> today = List.<Occurrence>of().iterator();

        Repeated(Iterator<LocalDate> days) {
            this.days = days;
        }

        @Override
        public boolean hasNext() {
            while (!today.hasNext() && !timed.isEmpty() && days.hasNext()) {
                LocalDate date = days.next();
                today = timed.stream()
                        .filter(slot -> dates.allow(LocalDateTime.of(date, slot.time())))
                        .map(slot -> slot.on(date, zone))
                        .iterator();
            }
            return today.hasNext();
        }

        @Override
        public Occurrence next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            return today.next();
        }
    }
}
