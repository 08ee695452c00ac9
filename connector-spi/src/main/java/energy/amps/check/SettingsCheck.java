package energy.amps.check;

import static energy.amps.check.PushCheck.ordered;

import energy.amps.check.SettingsRequest.Value;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.SettingCapability;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contract section 7: a settings write holds whole or not at all. Unknown, then read-only, then unit, then range. */
public final class SettingsCheck {

    private SettingsCheck() {}

    /** Checks a settings write against what its device declares. */
    public static Checked<Map<Setting, Quantity>> check(SettingsRequest request, Capabilities capabilities) {
        return known(request, capabilities)
                .then(known -> writable(known, capabilities))
                .then(values -> typed(values, capabilities));
    }

    private static Checked<Map<Setting, Value>> known(SettingsRequest request, Capabilities capabilities) {
        Map<Setting, Value> known = new LinkedHashMap<>();
        List<String> unknown = request.values().keySet().stream()
                .filter(name -> Setting.of(name)
                        .filter(capabilities.settings()::containsKey)
                        .isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            return refused(
                    ErrorCode.UNSUPPORTED_SETTING,
                    "This device has no setting '" + String.join("', '", unknown) + "'.",
                    ordered(
                            "unsupportedSettings",
                            unknown,
                            "deviceCapabilities",
                            Map.of(
                                    "supportedSettings",
                                    capabilities.settings().keySet().stream()
                                            .map(Setting::wire)
                                            .toList())));
        }
        request.values().forEach((name, value) -> known.put(Setting.of(name).orElseThrow(), value));
        return new Checked.Passed<>(known);
    }

    private static Checked<Map<Setting, Value>> writable(Map<Setting, Value> values, Capabilities capabilities) {
        List<String> readOnly = values.keySet().stream()
                .filter(s -> !(capabilities.settings().get(s) instanceof SettingCapability.Writable))
                .map(Setting::wire)
                .toList();
        if (!readOnly.isEmpty()) {
            return refused(
                    ErrorCode.READ_ONLY_SETTING,
                    "'" + String.join("', '", readOnly) + "' can only be read on this device.",
                    ordered(
                            "readOnlySettings",
                            readOnly,
                            "writableSettings",
                            capabilities.settings().entrySet().stream()
                                    .filter(e -> e.getValue() instanceof SettingCapability.Writable)
                                    .map(e -> e.getKey().wire())
                                    .toList()));
        }
        return new Checked.Passed<>(values);
    }

    private static Checked<Map<Setting, Quantity>> typed(Map<Setting, Value> values, Capabilities capabilities) {
        Map<Setting, Quantity> typed = new LinkedHashMap<>();
        for (Map.Entry<Setting, Value> entry : values.entrySet()) {
            Setting setting = entry.getKey();
            if (!(capabilities.setting(setting).orElseThrow() instanceof SettingCapability.Writable bounds)) {
                throw new IllegalStateException(setting + " was checked to be writable");
            }
            switch (entry.getValue()) {
                case Value.Flag flag -> {
                    return refused(
                            ErrorCode.VALIDATION_ERROR,
                            "'" + setting.wire() + "' is a number with a unit.",
                            Map.of(
                                    "errors",
                                    List.of(Map.of(
                                            "pointer",
                                            "/" + setting.wire() + "/value",
                                            "message",
                                            "must be a number"))));
                }
                case Value.Numeric(BigDecimal value, String unit) -> {
                    if (Unit.of(unit).filter(u -> u == bounds.unit()).isEmpty()) {
                        return PushCheck.wrongUnit(setting.wire(), unit, bounds.unit());
                    }
                    if (outside(value, bounds)) {
                        return outOfRange(setting, value, bounds);
                    }
                    typed.put(setting, new Quantity(value, bounds.unit()));
                }
            }
        }
        return new Checked.Passed<>(Collections.unmodifiableMap(typed));
    }

    private static boolean outside(BigDecimal value, SettingCapability.Writable bounds) {
        return value.compareTo(bounds.min()) < 0
                || bounds.max().filter(max -> value.compareTo(max) > 0).isPresent();
    }

    private static <T> Checked<T> outOfRange(Setting setting, BigDecimal value, SettingCapability.Writable bounds) {
        Map<String, Object> details = ordered("setting", setting.wire(), "value", value, "min", bounds.min());
        bounds.max().ifPresent(max -> details.put("max", max));
        details.put("unit", bounds.unit().wire());
        return refused(
                ErrorCode.SETTING_OUT_OF_RANGE, "'" + setting.wire() + "' lies outside this device's bounds.", details);
    }

    private static <T> Checked<T> refused(ErrorCode code, String message, Map<String, Object> details) {
        return new Checked.Refused<>(new Refusal(code, message, details));
    }
}
