package energy.amps.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resolves a wall clock at a plant against its zone's rules. */
public final class PlantTime {

    /** Lists fixed offsets and abbreviations beside the regions; no plant lies in those. */
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

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

    /** The zone of that name: a region of the IANA time zone database, or {@code UTC}; empty for any other text. */
    public static Optional<ZoneId> region(String name) {
        if (name.equals("UTC") || name.equals("Etc/UTC")) {
            return Optional.of(ZoneId.of(name));
        }
        return ZONES.contains(name)
                        && !name.startsWith("SystemV/")
                        && !ZoneId.of(name).getRules().isFixedOffset()
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
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
