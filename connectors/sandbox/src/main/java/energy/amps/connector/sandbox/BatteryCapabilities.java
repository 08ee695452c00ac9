package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What each battery model accepts. */
final class BatteryCapabilities {

    private static final Set<ConflictStrategy> STRATEGIES = EnumSet.allOf(ConflictStrategy.class);

    /** Made once: every read and every push asks. */
    private static final Map<BatteryModel, Capabilities> BY_MODEL = Arrays.stream(BatteryModel.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), BatteryCapabilities::declared));

    private BatteryCapabilities() {}

    static Capabilities of(BatteryModel model) {
        return Objects.requireNonNull(BY_MODEL.get(model));
    }

    private static Capabilities declared(BatteryModel model) {
        return switch (model) {
            case FULL -> new Capabilities(true, everyCommand(model), writable(Setting.values()), STRATEGIES);
            case SLOT ->
                new Capabilities(
                        true,
                        windows(model),
                        writable(Setting.SAFETY_RESERVE, Setting.DISCHARGE_FLOOR, Setting.CHARGE_CEILING),
                        STRATEGIES);
            case METER ->
                Capabilities.readOnly(Map.of(
                        Setting.SAFETY_RESERVE, new SettingCapability.ReadOnly(Unit.PERCENT),
                        Setting.CHARGE_CEILING, new SettingCapability.ReadOnly(Unit.PERCENT),
                        Setting.SCHEDULER_ENABLED, new SettingCapability.ReadOnlyFlag()));
        };
    }

    private static Map<Command, CommandCapability> everyCommand(BatteryModel model) {
        Set<Execution> shapes = EnumSet.allOf(Execution.class);
        ParameterCapability power = power(model);
        ParameterCapability reserve = percent(0);
        CommandCapability strategy =
                new CommandCapability(Map.of(Parameter.POWER, power, Parameter.RESERVE, reserve), shapes);
        return Map.of(
                Command.CHARGE,
                new CommandCapability(
                        Map.of(Parameter.TARGET, percent(10), Parameter.POWER, power, Parameter.RESERVE, reserve),
                        shapes),
                Command.DISCHARGE,
                new CommandCapability(
                        Map.of(Parameter.TARGET, percent(0), Parameter.POWER, power, Parameter.RESERVE, reserve),
                        shapes),
                Command.IDLE,
                new CommandCapability(Map.of(), shapes),
                Command.AUTO_BALANCED,
                strategy,
                Command.AUTO_RESERVE,
                strategy,
                Command.AUTO_EXPORT,
                strategy);
    }

    private static Map<Command, CommandCapability> windows(BatteryModel model) {
        Set<Execution> shapes = EnumSet.of(Execution.WINDOWED);
        return Map.of(
                Command.CHARGE,
                new CommandCapability(Map.of(Parameter.TARGET, percent(10), Parameter.POWER, power(model)), shapes),
                Command.DISCHARGE,
                new CommandCapability(Map.of(Parameter.TARGET, percent(0), Parameter.POWER, power(model)), shapes),
                Command.IDLE,
                new CommandCapability(Map.of(), shapes));
    }

    private static ParameterCapability percent(long min) {
        return ParameterCapability.of(Unit.PERCENT, min, 100);
    }

    private static ParameterCapability power(BatteryModel model) {
        return new ParameterCapability(
                Unit.KW, BigDecimal.ZERO, BigDecimal.valueOf(model.maxPower()).stripTrailingZeros());
    }

    private static Map<Setting, SettingCapability> writable(Setting... settings) {
        return Arrays.stream(settings)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), BatteryCapabilities::writable));
    }

    /** The bounds of contract section 7, which every sandbox battery has. */
    private static SettingCapability writable(Setting setting) {
        return switch (setting) {
            case SAFETY_RESERVE, DISCHARGE_FLOOR, CHARGE_CEILING -> upTo(Unit.PERCENT, 100);
            case MAX_CHARGE_RATE, MAX_DISCHARGE_RATE -> upTo(Unit.AMPS, 1000);
            case EXPORT_LIMIT -> new SettingCapability.Writable(Unit.WATTS, BigDecimal.ZERO, Optional.empty());
            case SCHEDULER_ENABLED -> new SettingCapability.ReadOnlyFlag();
        };
    }

    private static SettingCapability upTo(Unit unit, long max) {
        return new SettingCapability.Writable(unit, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(max)));
    }
}
