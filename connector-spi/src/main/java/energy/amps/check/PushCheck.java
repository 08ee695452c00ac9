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
import java.util.ArrayList;
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
        return command(request, family, capabilities)
                .then(chosen -> parameters(request, chosen).then(parameters -> execution(request, chosen.capability())
                        .then(shape -> TimeRules.resolve(request.start(), request.end(), plantZone, now))
                        .then(timing -> strategy(request, capabilities)
                                .then(strategy -> new Checked.Passed<>(
                                        new CheckedPush(chosen.command(), parameters, timing, strategy))))));
    }

    /**
     * A push without its times, that its device accepts: what a schedule's slot is (contract section 8).
     *
     * @param command what to do
     * @param parameters as sent and in that order; empty when there were none
     */
    public record Template(Command command, Optional<Map<Parameter, Quantity>> parameters) {}

    /**
     * Checks a push against everything but time and strategy, which it does not yet have: whether {@code start} and
     * {@code end} are there tells its shape, and what they say is not looked at.
     */
    public static Checked<Template> template(PushRequest request, Family family, Capabilities capabilities) {
        return command(request, family, capabilities)
                .then(chosen -> parameters(request, chosen).then(parameters -> execution(request, chosen.capability())
                        .then(shape -> new Checked.Passed<>(new Template(chosen.command(), parameters)))));
    }

    /** A command of the vocabulary that the device takes, with what the device says of it. */
    private record Chosen(Command command, CommandCapability capability) {}

    /** A parameter of the vocabulary that the command takes, as it was sent. */
    private record Declared(Parameter parameter, ParameterCapability bounds, RawQuantity sent) {}

    private static Checked<Chosen> command(PushRequest request, Family family, Capabilities capabilities) {
        if (!family.takesCommands()) {
            return refused(ErrorCode.DIRECT_ACTION_UNSUPPORTED, "A " + family.wire() + " takes no commands.", Map.of());
        }
        if (!capabilities.commandPath()) {
            return refused(ErrorCode.COMMAND_NOT_SUPPORTED, "This device can be read, not commanded.", Map.of());
        }
        Optional<Chosen> chosen = Command.of(request.command())
                .flatMap(command -> capabilities.command(command).map(capability -> new Chosen(command, capability)));
        if (chosen.isEmpty()) {
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
        return new Checked.Passed<>(chosen.get());
    }

    private static Checked<Optional<Map<Parameter, Quantity>>> parameters(PushRequest request, Chosen chosen) {
        List<Declared> declared = new ArrayList<>();
        List<String> undeclared = new ArrayList<>();
        request.parameters().orElse(Map.of()).forEach((name, sent) -> Parameter.of(name)
                .flatMap(p -> chosen.capability().parameter(p).map(bounds -> new Declared(p, bounds, sent)))
                .ifPresentOrElse(declared::add, () -> undeclared.add(name)));
        if (!undeclared.isEmpty()) {
            return unsupported(undeclared, chosen);
        }
        List<String> missing = chosen.command().required().stream()
                .filter(p -> declared.stream().noneMatch(d -> d.parameter() == p))
                .map(Parameter::wire)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            return missing(missing, chosen.command());
        }
        for (Declared each : declared) {
            if (Unit.of(each.sent().unit())
                    .filter(u -> u == each.bounds().unit())
                    .isEmpty()) {
                return wrongUnit(
                        each.parameter().wire(),
                        each.sent().unit(),
                        each.bounds().unit());
            }
        }
        return bounds(declared)
                .then(inBounds -> new Checked.Passed<>(request.parameters().map(given -> inBounds)));
    }

    private static Checked<Map<Parameter, Quantity>> bounds(List<Declared> declared) {
        Map<Parameter, Quantity> typed = new LinkedHashMap<>();
        for (Declared each : declared) {
            BigDecimal value = each.sent().value();
            ParameterCapability bounds = each.bounds();
            if (value.compareTo(bounds.min()) < 0 || value.compareTo(bounds.max()) > 0) {
                return outOfRange(each, bounds.max());
            }
            typed.put(each.parameter(), new Quantity(value, bounds.unit()));
        }
        Optional<Declared> heat = sent(declared, Parameter.HEAT_SETPOINT);
        Optional<BigDecimal> cool =
                sent(declared, Parameter.COOL_SETPOINT).map(c -> c.sent().value());
        if (heat.isPresent() && cool.isPresent() && heat.get().sent().value().compareTo(cool.get()) > 0) {
            return outOfRange(heat.get(), cool.get());
        }
        return new Checked.Passed<>(typed);
    }

    private static Optional<Declared> sent(List<Declared> declared, Parameter parameter) {
        return declared.stream().filter(d -> d.parameter() == parameter).findFirst();
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

    private static <T> Checked<T> unsupported(List<String> undeclared, Chosen chosen) {
        return refused(
                ErrorCode.UNSUPPORTED_PARAMETER,
                "'" + chosen.command().wire() + "' does not take " + quoted(undeclared) + " on this device.",
                ordered(
                        "unsupportedParameters",
                        List.copyOf(undeclared),
                        "deviceCapabilities",
                        Map.of(
                                "supportedParameters",
                                chosen.capability().parameters().keySet().stream()
                                        .map(Parameter::wire)
                                        .toList())));
    }

    private static <T> Checked<T> missing(List<String> missing, Command command) {
        return refused(
                ErrorCode.VALIDATION_ERROR,
                "'" + command.wire() + "' needs " + quoted(missing) + ".",
                Map.of(
                        "errors",
                        missing.stream()
                                .map(name -> ordered(
                                        "pointer",
                                        "/action/parameters/" + name,
                                        "message",
                                        "required by '" + command.wire() + "'"))
                                .toList()));
    }

    private static <T> Checked<T> outOfRange(Declared sent, BigDecimal max) {
        BigDecimal min = sent.bounds().min();
        String unit = sent.bounds().unit().wire();
        return refused(
                ErrorCode.PARAMETER_OUT_OF_RANGE,
                "'" + sent.parameter().wire() + "' must lie between " + min.toPlainString() + " and "
                        + max.toPlainString() + " " + unit + ".",
                ordered(
                        "parameter",
                        sent.parameter().wire(),
                        "value",
                        sent.sent().value(),
                        "min",
                        min,
                        "max",
                        max,
                        "unit",
                        unit));
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
