package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The simulated heating and cooling. */
enum HvacModel implements DeviceModel {
    /** Takes every command, in celsius. */
    PUMP(Home.HOUSE, "heat-pump", "Sandbox Heat Pump", Instruction.of(Command.FOLLOW_SCHEDULE), pump()),
    /** Heats or does not, in fahrenheit, and can only queue. */
    THERMOSTAT(
            Home.CABIN,
            "thermostat-f",
            "Sandbox Thermostat F",
            new Instruction(Command.HEAT, Map.of(Parameter.TARGET, Quantity.of(64, Unit.FAHRENHEIT))),
            thermostat()),
    /** Keeps between two setpoints or follows its programme, and does not settle conflicts. */
    COMFORT(Home.FLAT, "comfort", "Sandbox Comfort", Instruction.of(Command.FOLLOW_SCHEDULE), comfort());

    private final Home home;
    private final String key;
    private final String displayName;
    private final Instruction factory;
    private final Capabilities capabilities;

    HvacModel(Home home, String key, String displayName, Instruction factory, Capabilities capabilities) {
        this.home = home;
        this.key = key;
        this.displayName = displayName;
        this.factory = factory;
        this.capabilities = capabilities;
    }

    static Optional<HvacModel> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }

    /** The one in a home. */
    static HvacModel in(Home home) {
        return Arrays.stream(values())
                .filter(model -> model.home == home)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String displayName() {
        return displayName;
    }

    @Override
    public Family family() {
        return Family.HVAC;
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** What it does until it is told something. */
    Instruction factory() {
        return factory;
    }

    private static Capabilities pump() {
        Set<Execution> shapes = EnumSet.allOf(Execution.class);
        return new Capabilities(
                true,
                Map.of(
                        Command.HEAT,
                        new CommandCapability(Map.of(Parameter.TARGET, celsius(7, 30)), shapes),
                        Command.COOL,
                        new CommandCapability(Map.of(Parameter.TARGET, celsius(16, 32)), shapes),
                        Command.AUTO,
                        new CommandCapability(
                                Map.of(
                                        Parameter.HEAT_SETPOINT, celsius(7, 30),
                                        Parameter.COOL_SETPOINT, celsius(16, 32)),
                                shapes),
                        Command.IDLE,
                        new CommandCapability(Map.of(), shapes),
                        Command.FOLLOW_SCHEDULE,
                        atOnce()),
                Map.of(),
                EnumSet.allOf(ConflictStrategy.class));
    }

    private static Capabilities thermostat() {
        Set<Execution> shapes = EnumSet.allOf(Execution.class);
        return new Capabilities(
                true,
                Map.of(
                        Command.HEAT,
                        new CommandCapability(
                                Map.of(Parameter.TARGET, ParameterCapability.of(Unit.FAHRENHEIT, 45, 86)), shapes),
                        Command.IDLE,
                        new CommandCapability(Map.of(), shapes)),
                Map.of(),
                EnumSet.of(ConflictStrategy.QUEUE_AFTER));
    }

    private static Capabilities comfort() {
        return new Capabilities(
                true,
                Map.of(
                        Command.AUTO,
                        new CommandCapability(
                                Map.of(
                                        Parameter.HEAT_SETPOINT, celsius(10, 28),
                                        Parameter.COOL_SETPOINT, celsius(18, 30)),
                                EnumSet.of(Execution.IMMEDIATE, Execution.SCHEDULED)),
                        Command.FOLLOW_SCHEDULE,
                        atOnce()),
                Map.of(),
                Set.of());
    }

    /** The programme is gone back to now or not at all. */
    private static CommandCapability atOnce() {
        return new CommandCapability(Map.of(), EnumSet.of(Execution.IMMEDIATE));
    }

    private static ParameterCapability celsius(long min, long max) {
        return ParameterCapability.of(Unit.CELSIUS, min, max);
    }
}
