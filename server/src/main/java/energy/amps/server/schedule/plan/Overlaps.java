package energy.amps.server.schedule.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Whether slots of one device are in each other's way, on an ordinary day: one without a change of the clocks (contract
 * section 8). A bare start is a point: it may stand where a window ends, and not within one.
 */
final class Overlaps {
    private static final long DAY = Duration.ofDays(1).toNanos();

    private Overlaps() {}

    /**
     * Two slots that overlap.
     *
     * @param first the place of the earlier in the request
     * @param second of the other
     */
    record Pair(int first, int second) {}

    /** The first two slots that overlap, if any do. */
    static Optional<Pair> find(List<Slot> slots, Dates dates, ZoneId zone) {
        for (Slot first : slots) {
            for (Slot second : slots.subList(first.index() + 1, slots.size())) {
                if (overlap(first, second, dates, zone)) {
                    return Optional.of(new Pair(first.index(), second.index()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overlap(Slot first, Slot second, Dates dates, ZoneId zone) {
        return switch (first) {
            case Slot.Timed a ->
                switch (second) {
                    case Slot.Timed b -> overlap(a, b, dates.rule().mayFireOnSuccessiveDays());
                    case Slot.Once b -> overlap(a, b, dates, zone);
                };
            case Slot.Once a ->
                switch (second) {
                    case Slot.Timed b -> overlap(b, a, dates, zone);
                    case Slot.Once b -> overlap(a, b, zone);
                };
        };
    }

    private static boolean overlap(Slot.Timed a, Slot.Timed b, boolean acrossMidnight) {
        Stretch first = Stretch.of(a.time().toNanoOfDay(), a.duration());
        Stretch second = Stretch.of(b.time().toNanoOfDay(), b.duration());
        return first.meets(second)
                || (acrossMidnight && (first.later(DAY).meets(second) || first.meets(second.later(DAY))));
    }

    /** On the dates around the one slot's only day. */
    private static boolean overlap(Slot.Timed timed, Slot.Once once, Dates dates, ZoneId zone) {
        LocalDateTime at = LocalDateTime.ofInstant(once.at(), zone);
        Stretch single = Stretch.of(nanos(at), once.duration());
        LocalDate day = at.toLocalDate();
        return List.of(day.minusDays(1), day, day.plusDays(1)).stream()
                .filter(dates::include)
                .map(date -> LocalDateTime.of(date, timed.time()))
                .filter(dates::allow)
                .anyMatch(local -> Stretch.of(nanos(local), timed.duration()).meets(single));
    }

    private static boolean overlap(Slot.Once a, Slot.Once b, ZoneId zone) {
        return stretch(a.occurrence(zone)).meets(stretch(b.occurrence(zone)));
    }

    private static Stretch stretch(Occurrence occurrence) {
        return new Stretch(nanos(occurrence.start()), nanos(occurrence.end().orElse(occurrence.start())));
    }

    private static long nanos(LocalDateTime local) {
        return nanos(local.toInstant(ZoneOffset.UTC));
    }

    private static long nanos(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }

    /**
     * A stretch of time, or a point.
     *
     * @param start its first nanosecond
     * @param end the first after it; {@code start} for a point
     */
    record Stretch(long start, long end) {
        static Stretch of(long start, Optional<Duration> duration) {
            return new Stretch(start, start + duration.map(Duration::toNanos).orElse(0L));
        }

        Stretch later(long by) {
            return new Stretch(start + by, end + by);
        }

        boolean meets(Stretch other) {
            if (isPoint() || other.isPoint()) {
                return start == other.start || holds(other) || other.holds(this);
            }
            return start < other.end && other.start < end;
        }

        private boolean isPoint() {
            return start == end;
        }

        private boolean holds(Stretch point) {
            return point.isPoint() && start <= point.start && point.start < end;
        }
    }
}
