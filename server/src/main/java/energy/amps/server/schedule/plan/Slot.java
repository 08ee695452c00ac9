package energy.amps.server.schedule.plan;

import energy.amps.time.PlantTime;
import energy.amps.time.PlantTime.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** When a slot begins, and how long it is on the wall clock; all that matters about it here. */
sealed interface Slot {
    /** Its place among the schedule's slots, from 0. */
    int index();

    /** How long its window is on the wall clock; empty for a bare start. */
    Optional<Duration> duration();

    /**
     * At a time of day.
     *
     * @param time on the plant's wall clock
     */
    record Timed(int index, LocalTime time, Optional<Duration> duration) implements Slot {
        /** Its occurrence on a date. */
        Occurrence on(LocalDate date, ZoneId zone) {
            LocalDateTime local = LocalDateTime.of(date, time);
            Moment start = Moment.of(local, zone);
            Optional<Moment> end = duration.map(length -> Moment.of(local.plus(length), zone));
            return new Occurrence(
                    index,
                    local,
                    start.instant(),
                    end.map(Moment::instant),
                    start.adjusted().or(() -> end.flatMap(Moment::adjusted)));
        }
    }

    /**
     * Once.
     *
     * @param at when
     */
    record Once(int index, Instant at, Optional<Duration> duration) implements Slot {
        /** Its only occurrence. */
        Occurrence occurrence(ZoneId zone) {
            LocalDateTime local = LocalDateTime.ofInstant(at, zone);
            Optional<Moment> end = duration.map(length -> end(local.plus(length), zone));
            return new Occurrence(index, local, at, end.map(Moment::instant), end.flatMap(Moment::adjusted));
        }

        /** A start in the second half of an overlap has an end that is meant to come after it. */
        private Moment end(LocalDateTime local, ZoneId zone) {
            return PlantTime.resolve(local, zone) instanceof Resolution.Overlap(Instant earlier, Instant later)
                            && !earlier.isAfter(at)
                    ? new Moment(later, Optional.of(Adjusted.OVERLAP))
                    : Moment.of(local, zone);
        }
    }

    /**
     * What a wall clock comes to.
     *
     * @param instant the instant
     * @param adjusted whether it is not the one and only at which the clock shows that time
     */
    record Moment(Instant instant, Optional<Adjusted> adjusted) {
        static Moment of(LocalDateTime local, ZoneId zone) {
            return switch (PlantTime.resolve(local, zone)) {
                case Resolution.Unique(Instant instant) -> new Moment(instant, Optional.empty());
                case Resolution.Gap(Instant firstValid) -> new Moment(firstValid, Optional.of(Adjusted.GAP));
                case Resolution.Overlap(Instant earlier, Instant later) ->
                    new Moment(earlier, Optional.of(Adjusted.OVERLAP));
            };
        }
    }
}
