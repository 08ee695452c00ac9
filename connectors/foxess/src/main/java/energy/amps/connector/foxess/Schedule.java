package energy.amps.connector.foxess;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An inverter's schedule.
 *
 * @param on whether it is followed
 * @param stretches the groups in force
 * @param limits the site's limits that its groups carry along, by the vendor's names; they are written back as they were
 */
record Schedule(boolean on, List<Stretch> stretches, Map<String, BigDecimal> limits) {
    static final Schedule NONE = new Schedule(false, List.of(), Map.of());

    Schedule {
        stretches = List.copyOf(stretches);
        limits = Map.copyOf(limits);
    }

    /** Whether it tells the inverter anything. */
    boolean isFollowed() {
        return on && !stretches.isEmpty();
    }

    /** Whether it is what an inverter without one does: use its own power, all day. */
    boolean isNeutral() {
        return stretches.stream()
                .allMatch(stretch -> stretch.slot().equals(Slot.WHOLE_DAY)
                        && stretch.terms().workMode().equals(Terms.SELF_USE)
                        && !stretch.terms().isFenced());
    }

    /** The one thing that it tells, whenever it does; empty when it tells several, or nothing. */
    Optional<Terms> single() {
        List<Terms> all = stretches.stream().map(Stretch::terms).distinct().toList();
        return on && all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** What it tells at that minute. */
    Optional<Terms> at(int minute) {
        return stretches.stream()
                .filter(stretch -> on && stretch.slot().covers(minute))
                .map(Stretch::terms)
                .findFirst();
    }

    String text() {
        return text(stretches);
    }

    static String text(List<Stretch> stretches) {
        return stretches.stream().map(Stretch::text).sorted().collect(Collectors.joining(";"));
    }
}
