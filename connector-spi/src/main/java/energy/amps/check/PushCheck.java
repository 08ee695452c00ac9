package energy.amps.check;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of contract section 4, row by row, in its order: the first row that a push breaks is its answer.
 *
 * <p>Pure: the same request, capabilities, zone and instant always give the same answer.
 */
public final class PushCheck {

    private PushCheck() {}

    /**
     * Checks a push against what its device declares.
     *
     * @param request what was sent
     * @param family the device's family
     * @param capabilities what the device declares
     * @param plantZone the zone that wall clocks are read in; empty when unknown
     * @param now the tenant's time
     */
    public static Checked<CheckedPush> check(
            PushRequest request, Family family, Capabilities capabilities, Optional<ZoneId> plantZone, Instant now) {
        return command(request, family, capabilities).then(command -> parameters(
                        request, command, capabilities.commands().get(command))
                .then(parameters -> execution(request, capabilities.commands().get(command))
                        .then(shape -> TimeRules.resolve(request.start(), request.end(), plantZone, now))
                        .then(timing -> strategy(request, capabilities)
                                .then(strategy -> new Checked.Passed<>(
                                        new CheckedPush(command, parameters, timing, strategy))))));
    }

    private static Checked<Command> command(PushRequest request, Family family, Capabilities capabilities) {
        if (!family.takesCommands()) {
            return refused(ErrorCode.DIRECT_ACTION_UNSUPPORTED, "A " + family.wire() + " takes no commands.", Map.of());
        }
        if (!capabilities.commandPath()) {
            return refused(ErrorCode.COMMAND_NOT_SUPPORTED, "This device can be read, not commanded.", Map.of());
        }
        Optional<Command> command = Command.of(request.command()).filter(capabilities.commands()::containsKey);
        if (command.isEmpty()) {
            return refused(
                    ErrorCode.UNSUPPORTED_MODE,
                    "This device does not take the command '" + request.command() + "'.",
                    Map.of(
                            "deviceCapabilities",
                            Map.of(
                                    "supportedModes",
                                    capabilities.commands().keySet().stream()
                                            .map(Command::wire)
                                            .toList())));
        }
        return new Checked.Passed<>(command.get());
    }

    private static Checked<Optional<Map<Parameter, Quantity>>> parameters(
            PushRequest request, Command command, CommandCapability capability) {
        Map<String, RawQuantity> sent = request.parameters().orElse(Map.of());
        List<String> undeclared = sent.keySet().stream()
                .filter(name -> Parameter.of(name)
                        .filter(capability.parameters()::containsKey)
                        .isEmpty())
                .toList();
        if (!undeclared.isEmpty()) {
            return refused(
                    ErrorCode.UNSUPPORTED_PARAMETER,
                    "'" + command.wire() + "' does not take " + quoted(undeclared) + " on this device.",
                    Map.of(
                            "unsupportedParameters",
                            undeclared,
                            "deviceCapabilities",
                            Map.of(
                                    "supportedParameters",
                                    capability.parameters().keySet().stream()
                                            .map(Parameter::wire)
                                            .toList())));
        }
        List<String> missing = command.required().stream()
                .map(Parameter::wire)
                .filter(name -> !sent.containsKey(name))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            return refused(
                    ErrorCode.VALIDATION_ERROR,
                    "'" + command.wire() + "' needs " + quoted(missing) + ".",
                    Map.of(
                            "errors",
                            missing.stream()
                                    .map(name -> Map.of(
                                            "pointer",
                                            "/action/parameters/" + name,
                                            "message",
                                            "required for this command"))
                                    .toList()));
        }
        Map<Parameter, Quantity> typed = new LinkedHashMap<>();
        for (Map.Entry<String, RawQuantity> entry : sent.entrySet()) {
            Parameter parameter = Parameter.of(entry.getKey()).orElseThrow();
            ParameterCapability bounds = capability.parameters().get(parameter);
            Optional<Unit> unit = Unit.of(entry.getValue().unit()).filter(u -> u == bounds.unit());
            if (unit.isEmpty()) {
                return wrongUnit(entry.getKey(), entry.getValue().unit(), bounds.unit());
            }
            typed.put(parameter, new Quantity(entry.getValue().value(), unit.get()));
        }
        return bounds(typed, capability)
                .then(inBounds -> new Checked.Passed<>(request.parameters().map(given -> inBounds)));
    }

    private static Checked<Map<Parameter, Quantity>> bounds(
            Map<Parameter, Quantity> parameters, CommandCapability capability) {
        for (Map.Entry<Parameter, Quantity> entry : parameters.entrySet()) {
            ParameterCapability bounds = capability.parameters().get(entry.getKey());
            BigDecimal value = entry.getValue().value();
            if (value.compareTo(bounds.min()) < 0 || value.compareTo(bounds.max()) > 0) {
                return outOfRange(entry.getKey(), entry.getValue(), bounds.min(), bounds.max());
            }
        }
        Optional<Quantity> heat = Optional.ofNullable(parameters.get(Parameter.HEAT_SETPOINT));
        Optional<Quantity> cool = Optional.ofNullable(parameters.get(Parameter.COOL_SETPOINT));
        if (heat.isPresent()
                && cool.isPresent()
                && heat.get().value().compareTo(cool.get().value()) > 0) {
            ParameterCapability bounds = capability.parameters().get(Parameter.HEAT_SETPOINT);
            return outOfRange(
                    Parameter.HEAT_SETPOINT,
                    heat.get(),
                    bounds.min(),
                    cool.get().value());
        }
        return new Checked.Passed<>(parameters);
    }

    private static Checked<Execution> execution(PushRequest request, CommandCapability capability) {
        Execution requested = request.end().isPresent()
                ? Execution.WINDOWED
                : request.start().isPresent() ? Execution.SCHEDULED : Execution.IMMEDIATE;
        if (!capability.execution().contains(requested)) {
            return refused(
                    ErrorCode.EXECUTION_NOT_SUPPORTED,
                    "This device does not take the command as a push that is " + requested.wire() + ".",
                    ordered(
                            "requestedExecution",
                            requested.wire(),
                            "supportedExecution",
                            capability.execution().stream().map(Execution::wire).toList()));
        }
        return new Checked.Passed<>(requested);
    }

    private static Checked<Optional<ConflictStrategy>> strategy(PushRequest request, Capabilities capabilities) {
        Optional<ConflictStrategy> strategy =
                request.onConflict().flatMap(ConflictStrategy::of).filter(capabilities.conflictStrategies()::contains);
        if (request.onConflict().isPresent() && strategy.isEmpty()) {
            return refused(
                    ErrorCode.STRATEGY_NOT_SUPPORTED,
                    "This device does not offer the strategy '"
                            + request.onConflict().get() + "'.",
                    Map.of(
                            "supportedStrategies",
                            capabilities.conflictStrategies().stream()
                                    .map(ConflictStrategy::wire)
                                    .toList()));
        }
        return new Checked.Passed<>(strategy);
    }

    static <T> Checked<T> wrongUnit(String name, String provided, Unit supported) {
        return refused(
                ErrorCode.UNSUPPORTED_UNIT,
                "'" + name + "' is given in " + supported.wire() + ", not in '" + provided + "'.",
                ordered("parameter", name, "providedUnit", provided, "supportedUnits", List.of(supported.wire())));
    }

    private static <T> Checked<T> outOfRange(Parameter parameter, Quantity quantity, BigDecimal min, BigDecimal max) {
        return refused(
                ErrorCode.PARAMETER_OUT_OF_RANGE,
                "'" + parameter.wire() + "' lies between " + min.toPlainString() + " and " + max.toPlainString() + " "
                        + quantity.unit().wire() + " on this device.",
                ordered(
                        "parameter",
                        parameter.wire(),
                        "value",
                        quantity.value(),
                        "min",
                        min,
                        "max",
                        max,
                        "unit",
                        quantity.unit().wire()));
    }

    private static String quoted(Collection<String> names) {
        return "'" + String.join("', '", names) + "'";
    }

    private static <T> Checked<T> refused(ErrorCode code, String message, Map<String, Object> details) {
        return new Checked.Refused<>(new Refusal(code, message, details));
    }

    /** A map from alternating names and values, in that order. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
