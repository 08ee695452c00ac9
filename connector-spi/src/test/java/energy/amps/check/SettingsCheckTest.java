package energy.amps.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.SettingsRequest.Value;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.SettingCapability;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Contract section 7: a settings write holds whole or not at all. */
class SettingsCheckTest {
    private static final Capabilities BATTERY = new Capabilities(
            true,
            Map.of(),
            Map.of(
                    Setting.SAFETY_RESERVE,
                    new SettingCapability.Writable(Unit.PERCENT, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(100))),
                    Setting.EXPORT_LIMIT,
                    new SettingCapability.Writable(Unit.WATTS, BigDecimal.ZERO, Optional.empty()),
                    Setting.DISCHARGE_FLOOR,
                    new SettingCapability.ReadOnly(Unit.PERCENT),
                    Setting.SCHEDULER_ENABLED,
                    new SettingCapability.ReadOnlyFlag()),
            Set.of());

    private static Value number(String value, String unit) {
        return new Value.Numeric(new BigDecimal(value), unit);
    }

    private static SettingsRequest request(Object... namesAndValues) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new SettingsRequest(values);
    }

    private static Refusal refused(SettingsRequest request) {
        return switch (SettingsCheck.check(request, BATTERY)) {
            case Checked.Refused<Map<Setting, Quantity>>(Refusal refusal) -> refusal;
            case Checked.Passed<Map<Setting, Quantity>> passed -> throw new AssertionError("not refused: " + passed);
        };
    }

    @Test
    void whatIsInOrderPassesInTheOrderSent() {
        Checked<Map<Setting, Quantity>> checked = SettingsCheck.check(
                request("export_limit", number("1e6", "watts"), "safety_reserve", number("100", "percent")), BATTERY);
        assertThat(checked).isInstanceOfSatisfying(Checked.Passed.class, passed -> {
            Map<?, ?> values = (Map<?, ?>) passed.value();
            assertThat(List.copyOf(values.keySet())).isEqualTo(List.of(Setting.EXPORT_LIMIT, Setting.SAFETY_RESERVE));
            assertThat(values.get(Setting.SAFETY_RESERVE)).isEqualTo(Quantity.of(100, Unit.PERCENT));
        });
    }

    @Test
    void unknownSettingsAreAllNamedBeforeAnythingElse() {
        Refusal refusal = refused(request(
                "scheduler_enabled",
                number("1", "volts"),
                "colour",
                number("1", "kw"),
                "charge_ceiling",
                number("1", "kw")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_SETTING);
        assertThat(refusal.details())
                .isEqualTo(Map.of(
                        "unsupportedSettings",
                        List.of("colour", "charge_ceiling"),
                        "deviceCapabilities",
                        Map.of(
                                "supportedSettings",
                                List.of("safety_reserve", "discharge_floor", "export_limit", "scheduler_enabled"))));
    }

    @Test
    void readOnlySettingsComeBeforeUnitsAndBounds() {
        Refusal refusal = refused(request(
                "safety_reserve",
                number("500", "volts"),
                "scheduler_enabled",
                new Value.Flag(true),
                "discharge_floor",
                number("20", "percent")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.READ_ONLY_SETTING);
        assertThat(refusal.details())
                .isEqualTo(Map.of(
                        "readOnlySettings",
                        List.of("scheduler_enabled", "discharge_floor"),
                        "writableSettings",
                        List.of("safety_reserve", "export_limit")));
    }

    @Test
    void wrongUnitNamesTheRightOne() {
        Refusal refusal = refused(request("export_limit", number("5", "kw")));
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_UNIT);
        assertThat(refusal.details())
                .isEqualTo(
                        Map.of("parameter", "export_limit", "providedUnit", "kw", "supportedUnits", List.of("watts")));
    }

    @Test
    void valueOutOfBoundsNamesThoseThatThereAre() {
        Refusal low = refused(request("export_limit", number("-1", "watts")));
        assertThat(low.code()).isEqualTo(ErrorCode.SETTING_OUT_OF_RANGE);
        assertThat(low.details())
                .isEqualTo(Map.of(
                        "setting",
                        "export_limit",
                        "value",
                        BigDecimal.valueOf(-1),
                        "min",
                        BigDecimal.ZERO,
                        "unit",
                        "watts"));
        assertThat(refused(request("safety_reserve", number("100.01", "percent")))
                        .details())
                .containsEntry("max", BigDecimal.valueOf(100));
    }

    @Test
    void yesOrNoIsNoNumber() {
        assertThat(refused(request("safety_reserve", new Value.Flag(true))).code())
                .isEqualTo(ErrorCode.VALIDATION_ERROR);
    }
}
