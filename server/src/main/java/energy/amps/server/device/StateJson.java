package energy.amps.server.device;

import energy.amps.command.Command;
import energy.amps.command.Setting;
import energy.amps.device.BatteryState;
import energy.amps.device.BatteryStatus;
import energy.amps.device.Current;
import energy.amps.device.DeviceState;
import energy.amps.device.Distance;
import energy.amps.device.Energy;
import energy.amps.device.EvChargerState;
import energy.amps.device.EvChargerStatus;
import energy.amps.device.Family;
import energy.amps.device.HoldType;
import energy.amps.device.HvacMode;
import energy.amps.device.HvacState;
import energy.amps.device.Power;
import energy.amps.device.SettingValue;
import energy.amps.device.SolarInverterState;
import energy.amps.device.SolarInverterStatus;
import energy.amps.device.StateOfCharge;
import energy.amps.device.Temperature;
import energy.amps.device.VehicleState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reading's state and settings as they are stored: under the names that the API shows. What is stored and no longer known
 * counts as not reported.
 */
final class StateJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private StateJson() {}

    /** A state and settings as text; what is no number was not measured. */
    static String text(DeviceState state, Map<Setting, SettingValue> settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        state.fields().forEach((name, value) -> {
            if (!(value instanceof Double number) || Double.isFinite(number)) {
                fields.put(name, value instanceof Instant instant ? instant.toString() : value);
            }
        });
        Map<String, Object> stands = new LinkedHashMap<>();
        settings.forEach((setting, value) -> stands.put(
                setting.wire(),
                switch (value) {
                    case SettingValue.Numeric numeric -> numeric.value();
                    case SettingValue.Flag flag -> flag.value();
                }));
        return MAPPER.writeValueAsString(Map.of("state", fields, "settings", stands));
    }

    /** The settings in a text. */
    static Map<Setting, SettingValue> settings(String text) {
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        MAPPER.readTree(text).path("settings").properties().forEach(entry -> Setting.of(entry.getKey())
                .ifPresent(setting -> settings.put(
                        setting,
                        entry.getValue().isBoolean()
                                ? new SettingValue.Flag(entry.getValue().booleanValue())
                                : new SettingValue.Numeric(entry.getValue().decimalValue()))));
        return settings;
    }

    /** The state in a text, of a device of that family. */
    static DeviceState state(Family family, String text) {
        Fields fields = new Fields(MAPPER.readTree(text).path("state"));
        return switch (family) {
            case BATTERY -> battery(fields);
            case EV_CHARGER -> charger(fields);
            case HVAC -> hvac(fields);
            case SOLAR_INVERTER -> inverter(fields);
            case VEHICLE -> vehicle(fields);
        };
    }

    private static BatteryState battery(Fields of) {
        return new BatteryState(
                of.word("status", BatteryStatus.values(), BatteryStatus::wire),
                of.number("capacity", Energy::new),
                of.number("level", StateOfCharge::new),
                of.number("chargeRate", Power::new),
                of.number("dischargeLimit", StateOfCharge::new),
                of.text("currentMode").flatMap(Command::of));
    }

    private static EvChargerState charger(Fields of) {
        return new EvChargerState(
                of.word("status", EvChargerStatus.values(), EvChargerStatus::wire),
                of.flag("isConnected"),
                of.flag("isCharging"),
                of.number("currentPower", Power::new),
                of.number("maxCurrent", Current::new),
                of.number("powerRateLimit", Power::new),
                of.number("sessionEnergy", Energy::new).flatMap(energy -> of.text("sessionStartedAt")
                        .map(at -> new EvChargerState.Session(energy, Instant.parse(at)))),
                of.number("energyTotal", Energy::new));
    }

    private static HvacState hvac(Fields of) {
        return new HvacState(
                of.number("temperature", Temperature::new),
                of.flag("active"),
                of.number("heatSetpoint", Temperature::new),
                of.number("coolSetpoint", Temperature::new),
                of.word("holdType", HoldType.values(), HoldType::wire),
                of.word("mode", HvacMode.values(), HvacMode::wire));
    }

    private static SolarInverterState inverter(Fields of) {
        return new SolarInverterState(
                of.word("status", SolarInverterStatus.values(), SolarInverterStatus::wire),
                of.number("currentPower", Power::new),
                of.flag("producing"),
                of.number("energyTotal", Energy::new),
                of.number("energyToday", Energy::new),
                of.number("energyMonth", Energy::new));
    }

    private static VehicleState vehicle(Fields of) {
        return new VehicleState(
                of.number("batteryLevel", StateOfCharge::new),
                of.number("range", Distance::new),
                of.flag("plugged"),
                of.flag("charging"),
                of.flag("fullyCharged"),
                of.number("batteryCapacity", Energy::new),
                of.number("chargeLimit", StateOfCharge::new),
                of.number("chargeRate", Power::new),
                of.number("chargeTimeRemaining", minutes -> Duration.ofMinutes((long) minutes)),
                of.number("maxCurrent", Current::new));
    }

    /** Fields that may be absent. */
    private record Fields(JsonNode node) {
        <T> Optional<T> number(String name, DoubleFunction<T> as) {
            return Optional.of(node.path(name)).filter(JsonNode::isNumber).map(value -> as.apply(value.doubleValue()));
        }

        Optional<Boolean> flag(String name) {
            return Optional.of(node.path(name)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
        }

        Optional<String> text(String name) {
            return Optional.of(node.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
        }

        <T> Optional<T> word(String name, T[] all, Function<T, String> wire) {
            return text(name).flatMap(word -> Arrays.stream(all)
                    .filter(each -> wire.apply(each).equals(word))
                    .findFirst());
        }
    }
}
