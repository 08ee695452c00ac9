package energy.amps.standin.foxess;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The calls of the Open API, behind the gate. */
final class Cloud {

    private Cloud() {}

    /**
     * A call that passed the gate.
     *
     * @param route method and path, such as {@code POST /op/v0/device/list}
     * @param sn the device that it names, by query or body; an empty text for none
     * @param body its body; a missing node for none
     * @param takesHold false to say yes and do nothing
     */
    record Call(String route, String sn, JsonNode body, boolean takesHold, Instant now) {}

    static Answer answer(Customer customer, Call call) {
        return switch (call.route()) {
            case "POST /op/v0/device/list" -> Readings.list(customer, call.body());
            case "POST /op/v1/device/real/query" -> Readings.figures(customer, call.body(), call.now());
            case "GET /op/v0/user/getAccessCount" ->
                Answer.of(Map.of(
                        "total", String.valueOf(customer.quota()),
                        "remaining", String.valueOf(customer.quota() - customer.callsOn(call.now()))));
            default ->
                customer.inverter(call.sn())
                        .map(inverter -> ofDevice(inverter, call))
                        .orElseGet(() -> Answer.no(Errno.NO_SUCH_DEVICE));
        };
    }

    private static Answer ofDevice(Inverter inverter, Call call) {
        if (call.route().equals("GET /op/v0/device/detail")) {
            return Readings.detail(inverter);
        }
        if (inverter.isSilent()) {
            return Answer.no(Errno.UNREACHABLE);
        }
        return switch (call.route()) {
            case "GET /op/v0/device/battery/soc/get" -> minimumLevels(inverter, call);
            case "POST /op/v0/device/battery/soc/set" -> setMinimumLevels(inverter, call);
            case "POST /op/v0/device/setting/get" -> setting(inverter, call);
            case "POST /op/v0/device/setting/set" -> set(inverter, call);
            default -> scheduler(inverter, call);
        };
    }

    private static Answer scheduler(Inverter inverter, Call call) {
        Hardware.Scheduler kind = inverter.hardware().scheduler();
        boolean nested = call.route().startsWith("POST /op/v2/") || call.route().startsWith("POST /op/v3/");
        boolean has = nested ? kind == Hardware.Scheduler.NESTED : kind == Hardware.Scheduler.PLACES;
        if (!has) {
            return Answer.no(kind == Hardware.Scheduler.NONE ? Errno.UNSUPPORTED : Errno.NO_DATA);
        }
        return switch (call.route()) {
            case "POST /op/v1/device/scheduler/get/flag" ->
                Answer.of(Map.of(
                        "support", true, "enable", inverter.view(call.now()).schedulerOn()));
            case "POST /op/v1/device/scheduler/set/flag" -> setFlag(inverter, call);
            case "POST /op/v1/device/scheduler/get" -> Schedules.places(inverter, call.now());
            case "POST /op/v2/device/scheduler/get" -> Schedules.nested(inverter, call.now());
            case "POST /op/v1/device/scheduler/enable", "POST /op/v3/device/scheduler/enable" ->
                setGroups(inverter, call, nested);
            default -> Answer.no(Errno.BAD_PARAMETER);
        };
    }

    private static Answer setGroups(Inverter inverter, Call call, boolean nested) {
        Optional<List<Group>> groups = Schedules.read(call.body().path("groups"), inverter.hardware(), nested);
        if (groups.isEmpty()) {
            return Answer.no(Errno.BAD_PARAMETER);
        }
        if (call.takesHold()) {
            inverter.groups(groups.get(), call.now());
        }
        return Answer.done();
    }

    private static Answer setFlag(Inverter inverter, Call call) {
        JsonNode enable = call.body().path("enable");
        if (!enable.isNumber()) {
            return Answer.no(Errno.BAD_PARAMETER);
        }
        if (call.takesHold()) {
            inverter.schedulerOn(enable.intValue() == 1, call.now());
        }
        return Answer.done();
    }

    private static Answer minimumLevels(Inverter inverter, Call call) {
        Inverter.View view = inverter.view(call.now());
        return Answer.of(Map.of("minSoc", view.minSoc(), "minSocOnGrid", view.minSocOnGrid()));
    }

    private static Answer setMinimumLevels(Inverter inverter, Call call) {
        JsonNode deepest = call.body().path("minSoc");
        JsonNode onGrid = call.body().path("minSocOnGrid");
        if (!isPercent(deepest) || !isPercent(onGrid)) {
            return Answer.no(Errno.BAD_PARAMETER);
        }
        if (isBusy(inverter, call)) {
            return Answer.no(Errno.WRITE_FAILED);
        }
        if (call.takesHold()) {
            inverter.minimumLevels(deepest.intValue(), onGrid.intValue(), call.now());
        }
        return Answer.done();
    }

    private static boolean isPercent(JsonNode value) {
        return value.isNumber() && value.intValue() >= 10 && value.intValue() <= 100;
    }

    /** On EVO the scheduler is never off, and in nobody's way. */
    private static boolean isBusy(Inverter inverter, Call call) {
        return inverter.hardware().scheduler() == Hardware.Scheduler.PLACES
                && inverter.view(call.now()).schedulerOn();
    }

    private static Answer setting(Inverter inverter, Call call) {
        Inverter.View view = inverter.view(call.now());
        Hardware hardware = inverter.hardware();
        boolean evo = hardware.scheduler() == Hardware.Scheduler.NESTED;
        return switch (key(call)) {
            case "WorkMode" ->
                evo
                        ? Answer.no(Errno.UNSUPPORTED)
                        : Answer.of(shown(view.workMode(), Map.of("enumList", hardware.workModes(), "unit", "")));
            case "MaxSoc" ->
                evo || !hardware.maxSoc()
                        ? Answer.no(Errno.UNSUPPORTED)
                        : Answer.of(shown(view.maxSoc() + ".0", range("%", 10, 100)));
            case "ExportLimit" ->
                evo
                        ? Answer.no(Errno.UNSUPPORTED)
                        : Answer.of(shown(String.valueOf(view.exportLimit()), range("W", 0, 30_000)));
            default -> Answer.no(Errno.UNSUPPORTED);
        };
    }

    private static Map<String, Object> range(String unit, double min, double max) {
        return Map.of("unit", unit, "range", Map.of("min", min, "max", max));
    }

    private static Map<String, Object> shown(String value, Map<String, Object> more) {
        Map<String, Object> shown = new LinkedHashMap<>(more);
        shown.put("value", value);
        shown.put("precision", 1.0);
        return shown;
    }

    private static Answer set(Inverter inverter, Call call) {
        if (inverter.hardware().scheduler() == Hardware.Scheduler.NESTED) {
            return Answer.no(Errno.UNSUPPORTED);
        }
        if (isBusy(inverter, call)) {
            return Answer.no(Errno.CLOSED);
        }
        String value = text(call.body().path("value"));
        return switch (key(call)) {
            case "WorkMode" -> {
                if (!inverter.hardware().workModes().contains(value)) {
                    yield Answer.no(Errno.BAD_PARAMETER);
                }
                if (call.takesHold()) {
                    inverter.workMode(value, call.now());
                }
                yield Answer.done();
            }
            case "MaxSoc" -> setNumber(value, 10, 100, call, number -> inverter.maxSoc(number, call.now()));
            case "ExportLimit" -> setNumber(value, 0, 30_000, call, number -> inverter.exportLimit(number, call.now()));
            default -> Answer.no(Errno.UNSUPPORTED);
        };
    }

    private static Answer setNumber(String value, int min, int max, Call call, java.util.function.IntConsumer write) {
        try {
            int number = Integer.parseInt(value);
            if (number < min || number > max) {
                return Answer.no(Errno.BAD_PARAMETER);
            }
            if (call.takesHold()) {
                write.accept(number);
            }
            return Answer.done();
        } catch (NumberFormatException e) {
            return Answer.no(Errno.BAD_PARAMETER);
        }
    }

    private static String key(Call call) {
        return text(call.body().path("key"));
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.isNumber() ? String.valueOf(node.intValue()) : "";
    }
}
