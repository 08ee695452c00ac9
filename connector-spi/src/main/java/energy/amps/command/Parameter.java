package energy.amps.command;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The numeric parameters of a push (contract section 5). */
public enum Parameter {
    /** State of charge to reach, in percent (battery); temperature to reach, in degrees (HVAC). */
    TARGET("target"),
    /** Upper bound of the power used, in kilowatts; never negative, whatever the direction. */
    POWER("power"),
    /** A second floor of the state of charge, in percent, kept even if the window overruns. */
    RESERVE("reserve"),
    /** Temperature below which an HVAC device heats. */
    HEAT_SETPOINT("heatSetpoint"),
    /** Temperature above which an HVAC device cools. */
    COOL_SETPOINT("coolSetpoint");

    private static final Map<String, Parameter> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Parameter::wire, Function.identity()));

    private final String wire;

    Parameter(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }

    /** The parameter of that name, or empty when the vocabulary has none. */
    public static Optional<Parameter> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
