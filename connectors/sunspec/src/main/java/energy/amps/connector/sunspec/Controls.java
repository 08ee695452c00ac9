package energy.amps.connector.sunspec;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * The registers that tell a storage what to do (model 124), as they stand or are to stand. {@link #ABSENT} is what the device
 * does not have. The rates are limits of charging and discharging, each in force while its bit of the mode is set; a negative
 * limit of one direction is a demand for the other.
 *
 * @param mode {@code StorCtl_Mod}: bit 0 the limit of charging is in force, bit 1 that of discharging
 * @param in {@code InWRte}, signed
 * @param out {@code OutWRte}, signed
 * @param revert {@code InOutWRte_RvrtTms}, seconds; 0 for never
 * @param grid {@code ChaGriSet}: 0 charge from the modules alone, 1 from the grid as well
 * @param floor {@code MinRsvPct}
 */
record Controls(int mode, int in, int out, int revert, int grid, int floor) {

    static final int ABSENT = -1_000_000;
    static final int CHARGE_LIMITED = 1;
    static final int DISCHARGE_LIMITED = 2;
    static final int GRID = 1;

    /** Of a device without any. */
    static final Controls NONE = new Controls(0, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT);

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int KILO = 3;

    /** As they stand in a model that was read. */
    static Controls of(Block storage) {
        return new Controls(
                storage.unsigned(Points.Storage.MODE).orElse(0),
                storage.signed(Points.Storage.IN_RATE).orElse(ABSENT),
                storage.signed(Points.Storage.OUT_RATE).orElse(ABSENT),
                storage.unsigned(Points.Storage.REVERT).orElse(ABSENT),
                storage.unsigned(Points.Storage.GRID).orElse(ABSENT),
                storage.unsigned(Points.Storage.FLOOR).orElse(ABSENT));
    }

    /** Whether both make the storage do the same: limits that are not in force do not matter. */
    boolean acts(Controls other) {
        int bits = CHARGE_LIMITED | DISCHARGE_LIMITED;
        return (mode & bits) == (other.mode & bits)
                && (!limitsCharge() || in == other.in)
                && (!limitsDischarge() || out == other.out);
    }

    boolean limitsCharge() {
        return (mode & CHARGE_LIMITED) != 0;
    }

    boolean limitsDischarge() {
        return (mode & DISCHARGE_LIMITED) != 0;
    }

    /** Whether the storage does as it likes, be it within limits. */
    boolean isFree() {
        return command() == Command.AUTO_BALANCED;
    }

    private Command command() {
        if (limitsDischarge() && out < 0) {
            return Command.CHARGE;
        }
        if (limitsCharge() && in < 0) {
            return Command.DISCHARGE;
        }
        return limitsCharge() && limitsDischarge() && in == 0 && out == 0 ? Command.IDLE : Command.AUTO_BALANCED;
    }

    /** What they tell the storage, in our words. */
    Instruction meaning(Ratings ratings) {
        int scale = ratings.rateScale().orElse(0);
        return switch (command()) {
            case CHARGE -> limited(Command.CHARGE, limitsCharge(), in, ratings.chargeMost(), scale);
            case DISCHARGE -> limited(Command.DISCHARGE, limitsDischarge(), out, ratings.dischargeMost(), scale);
            case IDLE -> Instruction.of(Command.IDLE);
            default -> Instruction.of(keepsAll(ratings) ? Command.AUTO_RESERVE : Command.AUTO_BALANCED);
        };
    }

    private boolean keepsAll(Ratings ratings) {
        return floor != ABSENT
                && ratings.floorScale()
                        .filter(scale -> Ratings.percent(floor, scale).compareTo(HUNDRED) >= 0)
                        .isPresent();
    }

    private static Instruction limited(Command command, boolean inForce, int rate, BigDecimal most, int scale) {
        BigDecimal percent = Ratings.percent(rate, scale);
        return inForce && percent.compareTo(HUNDRED) < 0 && percent.signum() >= 0
                ? new Instruction(command, Map.of(Parameter.POWER, kilowatts(percent, most)))
                : Instruction.of(command);
    }

    private static Quantity kilowatts(BigDecimal percent, BigDecimal most) {
        BigDecimal watts = percent.multiply(most).divide(HUNDRED, 0, RoundingMode.HALF_UP);
        return new Quantity(watts.scaleByPowerOfTen(-KILO), Unit.KW);
    }

    /** The same with another reserve. */
    Controls withFloor(int register) {
        return new Controls(mode, in, out, revert, grid, register);
    }

    /** As a text, for {@link #parse}. */
    String text() {
        return mode + "," + in + "," + out + "," + revert + "," + grid + "," + floor;
    }

    static Controls parse(String text) {
        String[] parts = text.split(",", -1);
        return new Controls(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]));
    }

    /** The reserve in percent, where the device keeps one. */
    Optional<BigDecimal> floorPercent(Ratings ratings) {
        return floor == ABSENT ? Optional.empty() : ratings.floorScale().map(scale -> Ratings.percent(floor, scale));
    }
}
