package energy.amps.testkit.conformance;

import energy.amps.check.Checked;
import energy.amps.check.PushCheck;
import energy.amps.check.PushRequest;
import energy.amps.check.RawQuantity;
import energy.amps.check.SettingsRequest;
import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What to ask of a device: at the bounds of what it declares, and one step outside. */
final class Bounds {
    /** Where a setting has no upper bound. */
    private static final BigDecimal HIGH = BigDecimal.valueOf(10_000);

    private Bounds() {}

    /** A command at its bounds: with what it needs alone, with all at the lower, with all at the upper, with each alone. */
    static List<Instruction> of(Command command, CommandCapability capability) {
        Set<Instruction> instructions = new LinkedHashSet<>();
        Set<Parameter> all = capability.parameters().keySet();
        instructions.add(least(command, capability));
        instructions.add(instruction(command, capability, all, ParameterCapability::min));
        instructions.add(most(command, capability));
        for (Parameter parameter : all) {
            if (!command.required().contains(parameter)) {
                Set<Parameter> one = new LinkedHashSet<>(command.required());
                one.add(parameter);
                instructions.add(instruction(command, capability, one, ParameterCapability::min));
                instructions.add(instruction(command, capability, one, ParameterCapability::max));
            }
        }
        return List.copyOf(instructions);
    }

    /** A command with what it needs alone. */
    static Instruction least(Command command, CommandCapability capability) {
        return instruction(command, capability, command.required(), ParameterCapability::max);
    }

    /** A command with all that it takes, at the upper bounds. */
    static Instruction most(Command command, CommandCapability capability) {
        return instruction(command, capability, capability.parameters().keySet(), ParameterCapability::max);
    }

    private static Instruction instruction(
            Command command,
            CommandCapability capability,
            Set<Parameter> parameters,
            Function<ParameterCapability, BigDecimal> bound) {
        Map<Parameter, Quantity> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : parameters) {
            capability
                    .parameter(parameter)
                    .ifPresent(bounds -> values.put(parameter, new Quantity(bound.apply(bounds), bounds.unit())));
        }
        return new Instruction(command, sound(values));
    }

    /** No device is asked to heat above what it cools to; where the bounds cross, both setpoints are the cooler one. */
    private static Map<Parameter, Quantity> sound(Map<Parameter, Quantity> values) {
        Optional<Quantity> heat = Optional.ofNullable(values.get(Parameter.HEAT_SETPOINT));
        Optional<Quantity> cool = Optional.ofNullable(values.get(Parameter.COOL_SETPOINT));
        if (heat.isPresent()
                && cool.isPresent()
                && heat.get().value().compareTo(cool.get().value()) > 0) {
            values.put(Parameter.HEAT_SETPOINT, cool.get());
        }
        return values;
    }

    /** A command with one parameter a step outside of its bounds. */
    static List<Instruction> outside(Command command, CommandCapability capability) {
        Instruction least = instruction(command, capability, command.required(), ParameterCapability::min);
        return capability.parameters().entrySet().stream()
                .flatMap(each -> beyond(each.getValue()).stream().map(value -> {
                    Map<Parameter, Quantity> values = new EnumMap<>(Parameter.class);
                    values.putAll(least.parameters());
                    values.put(
                            each.getKey(), new Quantity(value, each.getValue().unit()));
                    return new Instruction(command, values);
                }))
                .toList();
    }

    private static List<BigDecimal> beyond(ParameterCapability bounds) {
        return List.of(bounds.min().subtract(step(bounds.min())), bounds.max().add(step(bounds.max())));
    }

    /** One of its last digit. */
    private static BigDecimal step(BigDecimal bound) {
        return BigDecimal.ONE.scaleByPowerOfTen(-Math.max(0, bound.scale()));
    }

    /** A push of the instruction, as a client sends it. */
    static PushRequest request(Instruction instruction, Execution execution) {
        Map<String, RawQuantity> parameters = new LinkedHashMap<>();
        instruction
                .parameters()
                .forEach((parameter, quantity) -> parameters.put(
                        parameter.wire(),
                        new RawQuantity(quantity.value(), quantity.unit().wire())));
        return new PushRequest(
                instruction.command().wire(),
                parameters.isEmpty() ? Optional.empty() : Optional.of(parameters),
                execution == Execution.IMMEDIATE ? Optional.empty() : Optional.of("0m"),
                execution == Execution.WINDOWED ? Optional.of("a later instant") : Optional.empty(),
                Optional.empty());
    }

    /** Whether the platform would let the instruction through. */
    static boolean passes(Instruction instruction, Execution execution, Family family, Capabilities capabilities) {
        return PushCheck.template(request(instruction, execution), family, capabilities) instanceof Checked.Passed<?>;
    }

    /** Each writable setting at its bounds, alone; and all of them together. */
    static List<Map<Setting, Quantity>> ofSettings(Capabilities capabilities) {
        Map<Setting, SettingCapability.Writable> writable = writable(capabilities);
        Set<Map<Setting, Quantity>> writes = new LinkedHashSet<>();
        writable.forEach((setting, bounds) -> {
            writes.add(Map.of(setting, new Quantity(bounds.min(), bounds.unit())));
            writes.add(Map.of(setting, new Quantity(upper(bounds), bounds.unit())));
        });
        if (writable.size() > 1) {
            writes.add(writable.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey,
                            each -> new Quantity(
                                    upper(each.getValue()), each.getValue().unit()))));
        }
        return List.copyOf(writes);
    }

    /** The settings that can be written. */
    static Map<Setting, SettingCapability.Writable> writable(Capabilities capabilities) {
        Map<Setting, SettingCapability.Writable> writable = new EnumMap<>(Setting.class);
        capabilities.settings().forEach((setting, capability) -> {
            if (capability instanceof SettingCapability.Writable bounds) {
                writable.put(setting, bounds);
            }
        });
        return writable;
    }

    private static BigDecimal upper(SettingCapability.Writable bounds) {
        return bounds.max().orElseGet(() -> bounds.min().add(HIGH));
    }

    /** One setting a step outside of its bounds, as a client sends it. */
    static List<SettingsRequest> outside(Setting setting, SettingCapability.Writable bounds) {
        List<BigDecimal> values = bounds.max()
                .map(max -> List.of(bounds.min().subtract(step(bounds.min())), max.add(step(max))))
                .orElseGet(() -> List.of(bounds.min().subtract(step(bounds.min()))));
        return values.stream()
                .map(value -> request(Map.of(setting, new Quantity(value, bounds.unit()))))
                .toList();
    }

    /** A settings write, as a client sends it. */
    static SettingsRequest request(Map<Setting, Quantity> settings) {
        Map<String, SettingsRequest.Value> values = new LinkedHashMap<>();
        settings.forEach((setting, quantity) -> values.put(
                setting.wire(),
                new SettingsRequest.Value.Numeric(
                        quantity.value(), quantity.unit().wire())));
        return new SettingsRequest(values);
    }
}
