package energy.amps.standin.foxess;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Both generations of schedulers: what is shown of them, and what they take. */
final class Schedules {
    private static final int MOST_GROUPS = 8;

    private Schedules() {}

    static Answer places(Inverter inverter, Instant now) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("enable", inverter.view(now).schedulerOn() ? 1 : 0);
        result.put(
                "groups",
                inverter.places().stream()
                        .map(group -> group.flat(inverter.hardware().maxSoc()))
                        .toList());
        result.put("properties", properties(inverter.hardware()));
        return Answer.of(result);
    }

    static Answer nested(Inverter inverter, Instant now) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("enable", inverter.view(now).schedulerOn() ? 1 : 0);
        result.put("maxGroupCount", MOST_GROUPS);
        result.put(
                "groups",
                inverter.view(now).groups().stream().map(Group::nested).toList());
        result.put("properties", properties(inverter.hardware()));
        return Answer.of(result);
    }

    private static Map<String, Object> properties(Hardware hardware) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("startminute", range("", 0, 59));
        properties.put("fdpwr", range("W", 0, mostPower(hardware)));
        properties.put("fdsoc", range("%", leastSoc(hardware), 100));
        properties.put("minsocongrid", range("%", leastSoc(hardware), 100));
        if (hardware.maxSoc()) {
            properties.put("maxsoc", range("%", 10, 100));
        }
        properties.put("workmode", Map.of("enumList", modes(hardware), "unit", "", "precision", 1.0));
        return properties;
    }

    /** More than the inverter can. */
    private static double mostPower(Hardware hardware) {
        return hardware.kilowatts() * 1050;
    }

    private static int leastSoc(Hardware hardware) {
        return hardware.scheduler() == Hardware.Scheduler.NESTED ? 5 : 10;
    }

    private static List<String> modes(Hardware hardware) {
        List<String> modes = new ArrayList<>(hardware.workModes());
        modes.add("ForceCharge");
        modes.add("ForceDischarge");
        return modes;
    }

    private static Map<String, Object> range(String unit, double min, double max) {
        return Map.of("unit", unit, "precision", 1.0, "range", Map.of("min", min, "max", max));
    }

    /** The groups of a body, or empty when they are not acceptable. */
    static Optional<List<Group>> read(JsonNode groups, Hardware hardware, boolean nested) {
        if (!groups.isArray() || groups.size() > MOST_GROUPS) {
            return Optional.empty();
        }
        List<Group> read = new ArrayList<>();
        for (JsonNode node : groups) {
            Group group = read(node, nested);
            if (!isAcceptable(group, hardware) || read.stream().anyMatch(group::overlaps)) {
                return Optional.empty();
            }
            read.add(group);
        }
        return Optional.of(read);
    }

    private static Group read(JsonNode node, boolean nested) {
        JsonNode figures = nested ? node.path("extraParam") : node;
        Map<String, Double> limits = new LinkedHashMap<>();
        for (String limit : List.of("exportLimit", "importLimit", "pvLimit")) {
            if (figures.path(limit).isNumber()) {
                limits.put(limit, figures.path(limit).doubleValue());
            }
        }
        return new Group(
                nested || figure(node, "enable", 0) == 1,
                figure(node, "startHour", -1) * 60 + figure(node, "startMinute", 0),
                figure(node, "endHour", -1) * 60 + figure(node, "endMinute", 0),
                node.path("workMode").isString() ? node.path("workMode").stringValue() : "",
                figure(figures, "minSocOnGrid", 10),
                figure(figures, "fdSoc", 10),
                figure(figures, "fdPwr", 0),
                figure(figures, "maxSoc", 100),
                limits);
    }

    private static int figure(JsonNode node, String name, int otherwise) {
        JsonNode value = node.path(name);
        return value.isNumber() ? (int) value.doubleValue() : otherwise;
    }

    private static boolean isAcceptable(Group group, Hardware hardware) {
        if (!group.enabled()) {
            return true;
        }
        int least = leastSoc(hardware);
        return group.start() >= 0
                && group.end() < 24 * 60
                && group.start() <= group.end()
                && modes(hardware).contains(group.workMode())
                && isWithin(group.minSocOnGrid(), least, 100)
                && isWithin(group.fdSoc(), least, 100)
                && isWithin(group.maxSoc(), 10, 100)
                && isWithin(group.fdPwr(), 0, mostPower(hardware));
    }

    private static boolean isWithin(double value, double min, double max) {
        return value >= min && value <= max;
    }
}
