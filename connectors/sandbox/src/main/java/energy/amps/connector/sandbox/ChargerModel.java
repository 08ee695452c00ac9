package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.Family;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The simulated chargers. */
enum ChargerModel implements DeviceModel {
    /** Takes both commands in every shape, limits power, and knows the car. */
    SMART(Home.HOUSE, "charger-11", "Sandbox Charger 11", 11, 16, smart()),
    /** Switches on and off at once, and is no smarter. */
    SWITCH(Home.CABIN, "charger-switch", "Sandbox Charger Switch", 7.4, 32, switched()),
    /** Can only be read; its meter counts for life. */
    METER(
            Home.FLAT,
            "charger-meter",
            "Sandbox Charger Meter",
            3.7,
            16,
            Capabilities.readOnly(Map.of(Setting.MAX_CHARGE_RATE, new SettingCapability.ReadOnly(Unit.KW))));

    private final Home home;
    private final String key;
    private final String displayName;
    private final double power;
    private final double current;
    private final Capabilities capabilities;

    ChargerModel(Home home, String key, String displayName, double power, double current, Capabilities capabilities) {
        this.home = home;
        this.key = key;
        this.displayName = displayName;
        this.power = power;
        this.current = current;
        this.capabilities = capabilities;
    }

    static Optional<ChargerModel> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }

    /** The one in a home. */
    static ChargerModel in(Home home) {
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
        return Family.EV_CHARGER;
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Most power of the outlet, kW. */
    double power() {
        return power;
    }

    /** Most current of the outlet per phase, A. */
    double current() {
        return current;
    }

    /** Whether it reports its meter's lifetime count. */
    boolean reportsTotal() {
        return this != SWITCH;
    }

    private static Capabilities smart() {
        Set<Execution> shapes = EnumSet.allOf(Execution.class);
        return new Capabilities(
                true,
                Map.of(
                        Command.CHARGE,
                        new CommandCapability(
                                Map.of(
                                        Parameter.POWER,
                                        ParameterCapability.of(Unit.KW, 0, 11),
                                        Parameter.TARGET,
                                        ParameterCapability.of(Unit.PERCENT, 10, 100)),
                                shapes),
                        Command.IDLE,
                        new CommandCapability(Map.of(), shapes)),
                Map.of(Setting.MAX_CHARGE_RATE, rate()),
                EnumSet.allOf(ConflictStrategy.class));
    }

    private static Capabilities switched() {
        CommandCapability atOnce = new CommandCapability(Map.of(), EnumSet.of(Execution.IMMEDIATE));
        return new Capabilities(
                true,
                Map.of(Command.CHARGE, atOnce, Command.IDLE, atOnce),
                Map.of(Setting.MAX_CHARGE_RATE, rate()),
                Set.of());
    }

    /** The bounds of contract section 7; the outlet gives no more than it can. */
    private static SettingCapability rate() {
        return new SettingCapability.Writable(Unit.KW, BigDecimal.ZERO, Optional.of(BigDecimal.valueOf(50)));
    }
}
