package energy.amps.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/** Resolves a wall clock at a plant against its zone's rules. */
public final class PlantTime {

    private PlantTime() {}

    /** What a wall clock comes to: one instant, none, or two. */
    public sealed interface Resolution {
        /**
         * The ordinary case.
         *
         * @param instant the one instant at which the clock shows that time
         */
        record Unique(Instant instant) implements Resolution {}

        /**
         * The clock never shows that time: it is skipped when clocks go forward.
         *
         * @param firstValid the first instant after the gap
         */
        record Gap(Instant firstValid) implements Resolution {}

        /**
         * The clock shows that time twice: it is repeated when clocks go back.
         *
         * @param earlier the first time round
         * @param later the second
         */
        record Overlap(Instant earlier, Instant later) implements Resolution {}
    }

    /** What {@code local} comes to in {@code zone}. */
    public static Resolution resolve(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return switch (offsets.size()) {
            case 1 -> new Resolution.Unique(local.toInstant(offsets.getFirst()));
            case 0 -> {
                ZoneOffsetTransition gap = zone.getRules().getTransition(local);
                yield new Resolution.Gap(gap.getInstant());
            }
            default -> new Resolution.Overlap(local.toInstant(offsets.getFirst()), local.toInstant(offsets.getLast()));
        };
    }
}
