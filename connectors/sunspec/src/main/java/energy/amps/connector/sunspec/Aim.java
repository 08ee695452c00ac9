package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What an instruction wants of the registers of one storage. Pure.
 *
 * <p>A rate says how much of the largest power is meant. A cap is rounded down; what is demanded is reckoned by the larger of the
 * two powers that 100 % may mean, so that on no reading of the model is more demanded than the cap allows.
 *
 * @param instruction what was told
 * @param ratings of the storage
 */
record Aim(Instruction instruction, Ratings ratings) {

    /** So far a level may fall behind a target that was met before the target is pursued again: cells settle. */
    static final BigDecimal SETTLES = BigDecimal.valueOf(2);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * The registers for it.
     *
     * @param owner how the registers stood before any of this began
     * @param holding whether its target is met, so that it only holds
     * @param revert seconds until the device shall go back by itself, 0 for never
     */
    Controls controls(Controls owner, boolean holding, int revert) {
        int full = Ratings.register(HUNDRED, scale());
        int timer = owner.revert() == Controls.ABSENT ? Controls.ABSENT : revert;
        int both = Controls.CHARGE_LIMITED | Controls.DISCHARGE_LIMITED;
        if (holding || instruction.command() == Command.IDLE) {
            return new Controls(both, 0, 0, timer, owner.grid(), floor(owner));
        }
        Optional<BigDecimal> cap = power();
        return switch (instruction.command()) {
            case CHARGE ->
                new Controls(
                        cap.isPresent() ? both : Controls.DISCHARGE_LIMITED,
                        cap.map(watts -> rate(watts, ratings.chargeMost())).orElse(full),
                        -demand(cap),
                        timer,
                        owner.grid() == Controls.ABSENT ? Controls.ABSENT : Controls.GRID,
                        floor(owner));
            case DISCHARGE ->
                new Controls(
                        cap.isPresent() ? both : Controls.CHARGE_LIMITED,
                        -demand(cap),
                        cap.map(watts -> rate(watts, ratings.dischargeMost())).orElse(full),
                        timer,
                        owner.grid(),
                        floor(owner));
            default -> free(owner, full);
        };
    }

    /** As its owner had it, unless that was somebody's demand. */
    private Controls free(Controls owner, int full) {
        return owner.isFree()
                ? owner.withFloor(floor(owner))
                : new Controls(
                        0,
                        full,
                        full,
                        owner.revert() == Controls.ABSENT ? Controls.ABSENT : 0,
                        owner.grid(),
                        floor(owner));
    }

    private int scale() {
        return ratings.rateScale().orElse(0);
    }

    private int rate(BigDecimal watts, BigDecimal most) {
        return Ratings.register(Ratings.part(watts, most), scale());
    }

    private int demand(Optional<BigDecimal> cap) {
        return cap.map(watts -> rate(watts, ratings.most())).orElse(Ratings.register(HUNDRED, scale()));
    }

    private Optional<BigDecimal> power() {
        return Optional.ofNullable(instruction.parameters().get(Parameter.POWER))
                .map(power -> power.unit() == Unit.KW ? power.value().scaleByPowerOfTen(3) : power.value());
    }

    private Optional<BigDecimal> percent(Parameter parameter) {
        return Optional.ofNullable(instruction.parameters().get(parameter)).map(Quantity::value);
    }

    /** Whether it asks the device for a reserve of its own. */
    boolean movesFloor() {
        return instruction.command() == Command.AUTO_RESERVE
                || percent(Parameter.RESERVE).isPresent()
                || (instruction.command() == Command.DISCHARGE
                        && percent(Parameter.TARGET).isPresent());
    }

    /** The reserve: the highest of what is asked for and what the owner keeps. */
    private int floor(Controls owner) {
        if (owner.floor() == Controls.ABSENT || ratings.floorScale().isEmpty()) {
            return owner.floor();
        }
        int floorScale = ratings.floorScale().get();
        BigDecimal wanted = instruction.command() == Command.AUTO_RESERVE ? HUNDRED : lowest();
        BigDecimal raised = wanted.scaleByPowerOfTen(-floorScale).setScale(0, RoundingMode.UP);
        return Math.max(owner.floor(), raised.intValueExact());
    }

    /** The level that a discharge ends at, and any other command keeps, as far as the instruction says. */
    private BigDecimal lowest() {
        BigDecimal reserve = percent(Parameter.RESERVE).orElse(BigDecimal.ZERO);
        return instruction.command() == Command.DISCHARGE
                ? reserve.max(percent(Parameter.TARGET).orElse(BigDecimal.ZERO))
                : reserve;
    }

    /**
     * Whether it only holds now, at this level.
     *
     * @param held whether it did before
     */
    boolean holds(Optional<BigDecimal> level, Controls owner, boolean held) {
        if (level.isEmpty()) {
            return false;
        }
        BigDecimal slack = held ? SETTLES : BigDecimal.ZERO;
        return switch (instruction.command()) {
            case CHARGE ->
                percent(Parameter.TARGET)
                        .filter(target -> level.get().compareTo(target.subtract(slack)) >= 0)
                        .isPresent();
            case DISCHARGE -> {
                BigDecimal end = lowest().max(owner.floorPercent(ratings).orElse(BigDecimal.ZERO));
                yield movesFloor() && level.get().compareTo(end.add(slack)) <= 0;
            }
            default -> false;
        };
    }
}
