package energy.amps.check;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.ParameterCapability;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Devices to check pushes against. */
final class Devices {
    /** A battery that takes charge with two parameters in every shape, and idle as a window alone. */
    static final Capabilities BATTERY = new Capabilities(
            true,
            Map.of(
                    Command.CHARGE,
                    new CommandCapability(
                            Map.of(
                                    Parameter.TARGET,
                                    ParameterCapability.of(Unit.PERCENT, 10, 100),
                                    Parameter.POWER,
                                    new ParameterCapability(Unit.KW, BigDecimal.ZERO, new BigDecimal("5.5"))),
                            EnumSet.allOf(Execution.class)),
                    Command.IDLE,
                    new CommandCapability(Map.of(), Set.of(Execution.WINDOWED))),
            Map.of(),
            Set.of(ConflictStrategy.CANCEL_AND_REPLACE));

    /** A thermostat. */
    static final Capabilities HVAC = new Capabilities(
            true,
            Map.of(
                    Command.HEAT, degrees(Parameter.TARGET),
                    Command.COOL, degrees(Parameter.TARGET),
                    Command.AUTO, degrees(Parameter.HEAT_SETPOINT, Parameter.COOL_SETPOINT),
                    Command.IDLE, degrees()),
            Map.of(),
            Set.of());

    private Devices() {}

    private static CommandCapability degrees(Parameter... parameters) {
        Map<Parameter, ParameterCapability> bounds = new LinkedHashMap<>();
        for (Parameter each : parameters) {
            bounds.put(each, ParameterCapability.of(Unit.CELSIUS, 5, 35));
        }
        return new CommandCapability(bounds, EnumSet.allOf(Execution.class));
    }

    static RawQuantity raw(String value, String unit) {
        return new RawQuantity(new BigDecimal(value), unit);
    }

    static PushRequest push(String command, Map<String, RawQuantity> parameters) {
        return new PushRequest(command, Optional.of(parameters), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static PushRequest push(String command) {
        return new PushRequest(command, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
