package energy.amps.standin.foxess;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the cloud shows of inverters: list, detail, figures. */
final class Readings {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zZ", Locale.ENGLISH);

    private Readings() {}

    static Answer list(Customer customer, JsonNode body) {
        int size = body.path("pageSize").isNumber() ? body.path("pageSize").intValue() : 10;
        int page =
                body.path("currentPage").isNumber() ? body.path("currentPage").intValue() : 1;
        List<Map<String, Object>> all = customer.inverters().stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .map(Readings::known)
                .toList();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("currentPage", page);
        result.put("pageSize", size);
        result.put("total", customer.inverters().size());
        result.put("data", all);
        return Answer.of(result);
    }

    private static Map<String, Object> known(Inverter inverter) {
        Hardware hardware = inverter.hardware();
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("deviceSN", hardware.sn());
        known.put("deviceType", hardware.deviceType());
        known.put("productType", hardware.productType());
        known.put("stationID", hardware.station());
        known.put("stationName", "Owner's own name");
        known.put("moduleSN", "module-" + hardware.sn());
        known.put("hasPV", true);
        known.put("hasBattery", hardware.batteryWh() > 0);
        known.put("status", inverter.isSilent() ? 3 : 1);
        return known;
    }

    static Answer detail(Inverter inverter) {
        Hardware hardware = inverter.hardware();
        Map<String, Object> detail = known(inverter);
        detail.put("capacity", hardware.kilowatts());
        detail.put("masterVersion", "1.74");
        detail.put("slaveVersion", "1.02");
        detail.put("managerVersion", "1.57");
        detail.put("hardwareVersion", "--");
        // Says no for some that have one; the scheduler itself is to be asked.
        detail.put("function", Map.of("scheduler", false));
        if (hardware.batteryWh() > 0) {
            detail.put(
                    "batteryList",
                    List.of(
                            Map.of("batterySN", "b1", "model", "EP11", "type", "bcu", "version", "1.005"),
                            Map.of(
                                    "batterySN",
                                    "b1",
                                    "model",
                                    "EP11",
                                    "type",
                                    "bmu",
                                    "version",
                                    "1.05",
                                    "capacity",
                                    hardware.batteryWh())));
        }
        return Answer.of(detail);
    }

    static Answer figures(Customer customer, JsonNode body, Instant now) {
        List<Object> result = new ArrayList<>();
        for (JsonNode sn : body.path("sns")) {
            Optional<Inverter> inverter = customer.inverter(sn.isString() ? sn.stringValue() : "");
            if (inverter.isEmpty()) {
                return Answer.no(Errno.NO_SUCH_DEVICE);
            }
            result.add(figures(inverter.get(), body.path("variables"), now));
        }
        return result.isEmpty() ? Answer.no(Errno.BAD_PARAMETER) : Answer.of(result);
    }

    private static Map<String, Object> figures(Inverter inverter, JsonNode variables, Instant now) {
        Map<String, Object> all = all(inverter, now);
        List<Map<String, Object>> datas = new ArrayList<>();
        for (JsonNode variable : variables) {
            String name = variable.isString() ? variable.stringValue() : "";
            if (all.containsKey(name)) {
                datas.add(Map.of("variable", name, "name", name, "unit", "", "value", all.get(name)));
            }
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("deviceSN", inverter.hardware().sn());
        shown.put(
                "time",
                TIME.format(inverter.heardAt(now).atZone(inverter.hardware().zone())));
        shown.put("datas", datas);
        return shown;
    }

    private static Map<String, Object> all(Inverter inverter, Instant now) {
        Inverter.View view = inverter.view(now);
        Map<String, Object> all = new LinkedHashMap<>();
        boolean evo = inverter.hardware().scheduler() == Hardware.Scheduler.NESTED;
        if (evo) {
            // Numbered by bank, and as a text.
            all.put("SoC_1", String.format(Locale.ROOT, "%.2E", Math.floor(view.level())));
        } else {
            all.put("SoC", (int) view.level());
        }
        all.put("batChargePower", Math.max(view.flow(), 0));
        all.put("batDischargePower", Math.max(-view.flow(), 0));
        all.put("runningState", "163");
        return all;
    }
}
