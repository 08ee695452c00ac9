package energy.amps.connector.foxess;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of an inverter.
 *
 * @param sn its serial number
 * @param traits what it said of itself when it was linked
 * @param written the schedules that were written last, the latest at the end: one that was confirmed, and behind it those of which
 *     it is not known whether they hold
 */
record Memory(String sn, Traits traits, List<String> written) {
    /** More than this many unknown writes in a row are forgotten, the oldest first. */
    private static final int MOST_WRITTEN = 4;

    /** The span of a number, both ends inclusive. */
    record Span(int min, int max) {}

    /**
     * What an inverter is and takes.
     *
     * @param dialect its scheduler
     * @param workModes the work modes that it can be set to
     * @param stretchModes the modes that a stretch of its schedule can have
     * @param bounds between what the figures of its schedule lie
     * @param capacityWh what its battery holds, watt-hours; 0 where it does not say
     * @param minimumLevels whether it has settings for the lowest levels
     * @param knobs the further settings that it has, each with its span
     */
    record Traits(
            Dialect dialect,
            Set<String> workModes,
            Set<String> stretchModes,
            Bounds bounds,
            int capacityWh,
            boolean minimumLevels,
            Map<Knob, Span> knobs) {

        /** Of one that was offline when it was linked. */
        static final Traits UNKNOWN = new Traits(Dialect.NONE, Set.of(), Set.of(), Bounds.UNKNOWN, 0, false, Map.of());

        Traits {
            workModes = Collections.unmodifiableSet(new LinkedHashSet<>(workModes));
            stretchModes = Collections.unmodifiableSet(new LinkedHashSet<>(stretchModes));
            Map<Knob, Span> ordered = new EnumMap<>(Knob.class);
            ordered.putAll(knobs);
            knobs = Collections.unmodifiableMap(ordered);
        }
    }

    Memory {
        written = List.copyOf(written);
    }

    /** Whether that schedule is one that was written here. */
    boolean isOurs(Schedule schedule) {
        return written.contains(schedule.text());
    }

    /** The memory once a schedule was confirmed; an empty text for none. */
    Memory confirmed(String schedule) {
        return new Memory(sn, traits, schedule.isEmpty() ? List.of() : List.of(schedule));
    }

    /** The memory when a schedule was sent, and nobody knows whether it holds. */
    Memory perhaps(String schedule) {
        List<String> all = new ArrayList<>(written);
        if (!schedule.isEmpty()) {
            all.remove(schedule);
            all.add(schedule);
        }
        return new Memory(sn, traits, all.subList(Math.max(0, all.size() - MOST_WRITTEN), all.size()));
    }

    /** The memory once the inverter was asked again what it is; one that did not say keeps what it said before. */
    Memory known(Traits asked) {
        return asked.equals(Traits.UNKNOWN) ? this : new Memory(sn, asked, written);
    }
}
