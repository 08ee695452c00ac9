package energy.amps.device;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Setting;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one device accepts: present means supported, absent means rejected, at every level (contract section 4).
 *
 * @param commandPath whether its connector can write commands at all
 * @param commands the commands it takes, each with parameters and shapes
 * @param settings the settings it shows
 * @param conflictStrategies the strategies that a push to it may name
 */
public record Capabilities(
        boolean commandPath,
        Map<Command, CommandCapability> commands,
        Map<Setting, SettingCapability> settings,
        Set<ConflictStrategy> conflictStrategies) {

    /** Copies everything in the vocabulary's order. */
    public Capabilities {
        Map<Command, CommandCapability> orderedCommands = new EnumMap<>(Command.class);
        orderedCommands.putAll(commands);
        commands = Collections.unmodifiableMap(orderedCommands);
        Map<Setting, SettingCapability> orderedSettings = new EnumMap<>(Setting.class);
        orderedSettings.putAll(settings);
        settings = Collections.unmodifiableMap(orderedSettings);
        Set<ConflictStrategy> orderedStrategies = EnumSet.noneOf(ConflictStrategy.class);
        orderedStrategies.addAll(conflictStrategies);
        conflictStrategies = Collections.unmodifiableSet(orderedStrategies);
    }

    /** What the device says of a command; empty when it does not take it. */
    public Optional<CommandCapability> command(Command command) {
        return Optional.ofNullable(commands.get(command));
    }

    /** What the device says of a setting; empty when it does not show it. */
    public Optional<SettingCapability> setting(Setting setting) {
        return Optional.ofNullable(settings.get(setting));
    }

    /** A device that can be read and nothing else. */
    public static Capabilities readOnly(Map<Setting, SettingCapability> settings) {
        return new Capabilities(false, Map.of(), settings, Set.of());
    }
}
