package energy.amps.connector.foxess;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import energy.amps.connector.foxess.Calls.Levels;
import energy.amps.connector.foxess.Memory.Traits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Instructions in the vendor's words, and back. Pure. */
final class Translation {
    /** The least power that is named: at 0 W a forced discharge was seen to run at full power. */
    static final int LEAST_POWER = 100;

    private final Traits traits;

    Translation(Traits traits) {
        this.traits = traits;
    }

    /**
     * What of the device an instruction must heed.
     *
     * @param floors the lowest levels that are kept
     * @param ceiling where charging stops, percent
     * @param level how full it is, percent; asked for idling alone
     */
    record Site(Levels floors, int ceiling, OptionalInt level) {}

    /** The work mode that a strategy is; empty for what is none. */
    static Optional<String> workMode(Command command) {
        return switch (command) {
            case AUTO_BALANCED -> Optional.of(Terms.SELF_USE);
            case AUTO_RESERVE -> Optional.of(Terms.BACKUP);
            case AUTO_EXPORT -> Optional.of(Terms.FEED_IN);
            case CHARGE, DISCHARGE, IDLE, HEAT, COOL, AUTO, FOLLOW_SCHEDULE -> Optional.empty();
        };
    }

    /** The strategy that a work mode is; empty for the vendor's further ones. */
    static Optional<Command> command(String workMode) {
        return switch (workMode) {
            case Terms.SELF_USE -> Optional.of(Command.AUTO_BALANCED);
            case Terms.BACKUP -> Optional.of(Command.AUTO_RESERVE);
            case Terms.FEED_IN -> Optional.of(Command.AUTO_EXPORT);
            default -> Optional.empty();
        };
    }

    /** Whether the device is told by its work mode, and not by a schedule. */
    boolean isByWorkMode(Command command) {
        return traits.dialect() != Dialect.NESTED && workMode(command).isPresent();
    }

    /** What a stretch of the schedule has to say for an instruction. */
    Terms terms(Instruction instruction, Site site) {
        int reserve =
                percent(instruction, Parameter.RESERVE, RoundingMode.CEILING).orElse(0);
        int onGrid = highest(reserve, site.floors().onGrid(), traits.bounds().leastSoc());
        return switch (instruction.command()) {
            case CHARGE -> {
                int target = Math.min(chargeTarget(instruction).orElse(100), site.ceiling());
                // The floor of a group may not lie above where it charges to.
                yield new Terms(
                        Terms.FORCE_CHARGE, Math.min(onGrid, target), target, watts(instruction), ifKnown(target));
            }
            case DISCHARGE ->
                new Terms(
                        Terms.FORCE_DISCHARGE,
                        onGrid,
                        highest(
                                dischargeTarget(instruction),
                                onGrid,
                                site.floors().deepest()),
                        watts(instruction),
                        ifKnown(100));
            case IDLE -> {
                int fence = highest(
                        site.level().orElse(100),
                        traits.bounds().leastSoc(),
                        traits.bounds().leastMaxSoc().orElse(0));
                yield new Terms(
                        Terms.SELF_USE,
                        fence,
                        traits.bounds().leastSoc(),
                        traits.bounds().maxPower(),
                        ifKnown(fence));
            }
            case AUTO_BALANCED, AUTO_RESERVE, AUTO_EXPORT, HEAT, COOL, AUTO, FOLLOW_SCHEDULE ->
                new Terms(
                        workMode(instruction.command()).orElseThrow(),
                        onGrid,
                        traits.bounds().leastSoc(),
                        traits.bounds().maxPower(),
                        ifKnown(100));
        };
    }

    /** What terms come to as an instruction; empty for what only the vendor knows. */
    Optional<Instruction> instruction(Terms terms) {
        return switch (terms.workMode()) {
            case Terms.FORCE_CHARGE ->
                Optional.of(forced(Command.CHARGE, terms, terms.maxSoc().orElse(terms.fdSoc())));
            case Terms.FORCE_DISCHARGE -> Optional.of(forced(Command.DISCHARGE, terms, terms.fdSoc()));
            default ->
                terms.isFenced()
                        ? Optional.of(Instruction.of(Command.IDLE))
                        : command(terms.workMode()).map(Instruction::of);
        };
    }

    private Instruction forced(Command command, Terms terms, int target) {
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        parameters.put(Parameter.TARGET, new Quantity(BigDecimal.valueOf(target), Unit.PERCENT));
        if (terms.fdPwr() >= LEAST_POWER) {
            int watts = Math.min(terms.fdPwr(), traits.bounds().maxPower());
            parameters.put(Parameter.POWER, new Quantity(Json.plain(BigDecimal.valueOf(watts, 3)), Unit.KW));
        }
        if (terms.minSocOnGrid() > traits.bounds().leastSoc()) {
            parameters.put(Parameter.RESERVE, new Quantity(BigDecimal.valueOf(terms.minSocOnGrid()), Unit.PERCENT));
        }
        return new Instruction(command, parameters);
    }

    static OptionalInt chargeTarget(Instruction instruction) {
        return percent(instruction, Parameter.TARGET, RoundingMode.HALF_UP);
    }

    /** The level that a discharge stops at, by what it was told alone; upwards, because it is a floor. */
    static int dischargeTarget(Instruction instruction) {
        return Math.max(
                percent(instruction, Parameter.TARGET, RoundingMode.CEILING).orElse(0),
                percent(instruction, Parameter.RESERVE, RoundingMode.CEILING).orElse(0));
    }

    /** The power in the vendor's unit: all that there is, where none was named. */
    int watts(Instruction instruction) {
        Quantity power = instruction.parameters().get(Parameter.POWER);
        return power == null ? traits.bounds().maxPower() : watts(power);
    }

    static int watts(Quantity kilowatts) {
        return kilowatts
                .value()
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .intValue();
    }

    static OptionalInt percent(Instruction instruction, Parameter parameter, RoundingMode rounding) {
        Quantity quantity = instruction.parameters().get(parameter);
        return quantity == null
                ? OptionalInt.empty()
                : OptionalInt.of(quantity.value().setScale(0, rounding).intValue());
    }

    private OptionalInt ifKnown(int maxSoc) {
        return traits.bounds().leastMaxSoc().isPresent() ? OptionalInt.of(maxSoc) : OptionalInt.empty();
    }

    private static int highest(int first, int second, int third) {
        return Math.max(first, Math.max(second, third));
    }
}
