package energy.amps.connector.foxess;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.foxess.Memory.Traits;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.ParameterCapability;
import energy.amps.device.SettingCapability;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an inverter accepts, by what it said of itself. */
final class Offer {
    /** The lowest level that the battery's own settings take, percent; a schedule may name lower ones. */
    private static final int LEAST_LEVEL = 10;

    private static final Set<Execution> SHAPES = EnumSet.allOf(Execution.class);

    private Offer() {}

    static Capabilities of(Traits traits) {
        Map<Command, CommandCapability> commands = commands(traits);
        Map<Setting, SettingCapability> settings = settings(traits);
        return commands.isEmpty()
                ? Capabilities.readOnly(settings)
                : new Capabilities(true, commands, settings, EnumSet.allOf(ConflictStrategy.class));
    }

    private static Map<Command, CommandCapability> commands(Traits traits) {
        Map<Command, CommandCapability> commands = new EnumMap<>(Command.class);
        Bounds bounds = traits.bounds();
        Set<String> modes = traits.stretchModes();
        if (modes.contains(Terms.FORCE_CHARGE) && bounds.maxPower() > Translation.LEAST_POWER) {
            commands.put(
                    Command.CHARGE,
                    forced(
                            bounds,
                            Math.max(bounds.leastSoc(), bounds.leastMaxSoc().orElse(0))));
        }
        if (modes.contains(Terms.FORCE_DISCHARGE) && bounds.maxPower() > Translation.LEAST_POWER) {
            commands.put(Command.DISCHARGE, forced(bounds, bounds.leastSoc()));
        }
        if (modes.contains(Terms.SELF_USE) && bounds.leastMaxSoc().isPresent()) {
            // Without an upper bound of the level, the sun would still charge.
            commands.put(Command.IDLE, new CommandCapability(Map.of(), SHAPES));
        }
        Set<String> strategies = traits.dialect() == Dialect.NESTED ? modes : traits.workModes();
        for (Command command : EnumSet.of(Command.AUTO_BALANCED, Command.AUTO_RESERVE, Command.AUTO_EXPORT)) {
            if (Translation.workMode(command).filter(strategies::contains).isPresent()) {
                commands.put(command, new CommandCapability(Map.of(), SHAPES));
            }
        }
        return commands;
    }

    private static CommandCapability forced(Bounds bounds, int leastTarget) {
        return new CommandCapability(
                Map.of(
                        Parameter.TARGET,
                        ParameterCapability.of(Unit.PERCENT, leastTarget, 100),
                        Parameter.POWER,
                        new ParameterCapability(
                                Unit.KW, kilowatts(Translation.LEAST_POWER), kilowatts(bounds.maxPower())),
                        Parameter.RESERVE,
                        ParameterCapability.of(Unit.PERCENT, bounds.leastSoc(), 100)),
                SHAPES);
    }

    private static BigDecimal kilowatts(int watts) {
        return Json.plain(BigDecimal.valueOf(watts, 3));
    }

    private static Map<Setting, SettingCapability> settings(Traits traits) {
        Map<Setting, SettingCapability> settings = new EnumMap<>(Setting.class);
        if (traits.minimumLevels()) {
            SettingCapability level = writable(Unit.PERCENT, LEAST_LEVEL, 100);
            settings.put(Setting.SAFETY_RESERVE, level);
            settings.put(Setting.DISCHARGE_FLOOR, level);
        }
        traits.knobs()
                .forEach((knob, span) -> settings.put(
                        knob.setting(),
                        writable(knob == Knob.EXPORT_LIMIT ? Unit.WATTS : Unit.PERCENT, span.min(), span.max())));
        if (traits.dialect() != Dialect.NONE) {
            settings.put(Setting.SCHEDULER_ENABLED, new SettingCapability.ReadOnlyFlag());
        }
        return settings;
    }

    private static SettingCapability writable(Unit unit, int min, int max) {
        return new SettingCapability.Writable(unit, BigDecimal.valueOf(min), Optional.of(BigDecimal.valueOf(max)));
    }
}
