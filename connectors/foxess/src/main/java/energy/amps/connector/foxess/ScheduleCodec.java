package energy.amps.connector.foxess;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Both forms of a schedule on the wire. */
final class ScheduleCodec {
    /** Places of the older scheduler, and most groups of the newer. */
    private static final int PLACES = 8;

    /** What a schedule carries of the site; a write without them would set them back. */
    private static final List<String> LIMITS = List.of("exportLimit", "importLimit", "pvLimit");

    private ScheduleCodec() {}

    /** What of the answer is in force; fields that nobody asked for are passed over. */
    static Schedule read(JsonNode result, Dialect dialect) {
        List<Stretch> stretches = new ArrayList<>();
        Map<String, BigDecimal> limits = new LinkedHashMap<>();
        for (JsonNode group : result.path("groups")) {
            JsonNode figures = dialect == Dialect.NESTED ? group.path("extraParam") : group;
            for (String limit : LIMITS) {
                Json.number(figures.path(limit)).ifPresent(value -> limits.merge(limit, value, BigDecimal::max));
            }
            if (isInForce(group, dialect)) {
                stretch(group, figures).ifPresent(stretches::add);
            }
        }
        JsonNode on = result.path("enable");
        // The newer one has no switch: what it shows is followed, unless it says otherwise.
        boolean followed = on.isMissingNode() ? dialect == Dialect.NESTED : Json.isYes(on);
        return new Schedule(followed, stretches, limits);
    }

    private static boolean isInForce(JsonNode group, Dialect dialect) {
        JsonNode enable = group.path("enable");
        return enable.isMissingNode() ? dialect == Dialect.NESTED : Json.isYes(enable);
    }

    private static Optional<Stretch> stretch(JsonNode group, JsonNode figures) {
        OptionalInt start = minute(group, "start");
        OptionalInt end = minute(group, "end");
        Optional<String> workMode = Json.text(group.path("workMode"));
        if (start.isEmpty() || end.isEmpty() || workMode.isEmpty() || start.getAsInt() > end.getAsInt()) {
            return Optional.empty();
        }
        return Optional.of(new Stretch(
                new Slot(start.getAsInt(), end.getAsInt()),
                new Terms(
                        workMode.get(),
                        Json.whole(figures.path("minSocOnGrid")).orElse(0),
                        Json.whole(figures.path("fdSoc")).orElse(0),
                        Json.whole(figures.path("fdPwr")).orElse(0),
                        Json.whole(figures.path("maxSoc")))));
    }

    private static OptionalInt minute(JsonNode group, String which) {
        OptionalInt hour = Json.whole(group.path(which + "Hour"));
        OptionalInt minute = Json.whole(group.path(which + "Minute"));
        return hour.isPresent() && minute.isPresent()
                ? OptionalInt.of(hour.getAsInt() * 60 + minute.getAsInt())
                : OptionalInt.empty();
    }

    static List<Map<String, Object>> write(List<Stretch> stretches, Dialect dialect, Map<String, BigDecimal> limits) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Map<String, Object> group = times(stretch.slot(), stretch.terms().workMode());
            Map<String, Object> figures = figures(stretch.terms());
            if (dialect == Dialect.NESTED) {
                figures.putAll(limits);
                group.put("extraParam", figures);
            } else {
                group.put("enable", 1);
                group.putAll(figures);
            }
            groups.add(group);
        }
        // A place that is not written might keep what another put there.
        while (dialect == Dialect.PLACES && groups.size() < PLACES) {
            groups.add(unused());
        }
        return groups;
    }

    private static Map<String, Object> times(Slot slot, String workMode) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("startHour", slot.start() / 60);
        group.put("startMinute", slot.start() % 60);
        group.put("endHour", slot.end() / 60);
        group.put("endMinute", slot.end() % 60);
        group.put("workMode", workMode);
        return group;
    }

    private static Map<String, Object> figures(Terms terms) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("minSocOnGrid", terms.minSocOnGrid());
        figures.put("fdSoc", terms.fdSoc());
        figures.put("fdPwr", terms.fdPwr());
        terms.maxSoc().ifPresent(percent -> figures.put("maxSoc", percent));
        return figures;
    }

    private static Map<String, Object> unused() {
        Map<String, Object> group = times(new Slot(0, 0), Terms.SELF_USE);
        group.put("enable", 0);
        group.putAll(figures(new Terms(Terms.SELF_USE, 10, 10, 0, OptionalInt.empty())));
        return group;
    }
}
