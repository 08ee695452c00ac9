package energy.amps.connector.sunspec;

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
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a storage accepts, from what its models have (contract section 4). */
final class Abilities {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal LEAST_KILOWATTS = new BigDecimal("0.1");
    private static final Set<Execution> ALWAYS = EnumSet.allOf(Execution.class);

    private Abilities() {}

    static Capabilities of(Ratings ratings) {
        Map<Setting, SettingCapability> settings = new EnumMap<>(Setting.class);
        if (ratings.floorScale().isPresent()) {
            settings.put(
                    Setting.SAFETY_RESERVE,
                    new SettingCapability.Writable(Unit.PERCENT, BigDecimal.ZERO, Optional.of(HUNDRED)));
        }
        if (!ratings.isSteerable()) {
            return Capabilities.readOnly(settings);
        }
        Map<Command, CommandCapability> commands = new EnumMap<>(Command.class);
        commands.put(Command.CHARGE, flow(ratings, ratings.chargeMost()));
        commands.put(Command.DISCHARGE, flow(ratings, ratings.dischargeMost()));
        commands.put(Command.IDLE, new CommandCapability(Map.of(), ALWAYS));
        commands.put(Command.AUTO_BALANCED, new CommandCapability(Map.of(), ALWAYS));
        if (ratings.floorScale().isPresent()) {
            commands.put(Command.AUTO_RESERVE, new CommandCapability(Map.of(), ALWAYS));
        }
        return new Capabilities(true, commands, settings, EnumSet.allOf(ConflictStrategy.class));
    }

    private static CommandCapability flow(Ratings ratings, BigDecimal most) {
        Map<Parameter, ParameterCapability> parameters = new EnumMap<>(Parameter.class);
        if (ratings.hasLevel()) {
            parameters.put(Parameter.TARGET, ParameterCapability.of(Unit.PERCENT, 0, 100));
        }
        parameters.put(Parameter.POWER, power(ratings, most));
        if (ratings.floorScale().isPresent()) {
            parameters.put(Parameter.RESERVE, ParameterCapability.of(Unit.PERCENT, 0, 100));
        }
        return new CommandCapability(parameters, ALWAYS);
    }

    /** From the least that the register can say: less would be nothing at all. */
    private static ParameterCapability power(Ratings ratings, BigDecimal most) {
        BigDecimal max =
                most.scaleByPowerOfTen(-3).setScale(3, RoundingMode.DOWN).stripTrailingZeros();
        BigDecimal step = ratings.most()
                .scaleByPowerOfTen(ratings.rateScale().orElse(0) - 2 - 3)
                .setScale(1, RoundingMode.UP);
        BigDecimal min = step.max(LEAST_KILOWATTS).min(max);
        return new ParameterCapability(Unit.KW, plain(min), plain(max));
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.scale() < 0 ? value.setScale(0) : value;
    }
}
