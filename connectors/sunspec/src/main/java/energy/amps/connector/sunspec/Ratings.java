package energy.amps.connector.sunspec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a storage can do, as its models say when it is discovered.
 *
 * @param capacity usable energy, Wh
 * @param chargeMost the power that 100 % of {@code InWRte} mean, W
 * @param dischargeMost the power that 100 % of {@code OutWRte} mean, W
 * @param rateScale power of ten of the rates; empty where the device takes no rates, and so no command
 * @param floorScale power of ten of the reserve; empty where the device keeps none
 * @param hasTimer whether it goes back by itself after a time
 * @param hasLevel whether it says how full it is
 */
record Ratings(
        Optional<BigDecimal> capacity,
        BigDecimal chargeMost,
        BigDecimal dischargeMost,
        Optional<Integer> rateScale,
        Optional<Integer> floorScale,
        boolean hasTimer,
        boolean hasLevel) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int PERCENT_SCALE_MOST = 2;

    /** Of a device that has no storage, or cannot be told anything. */
    static final Ratings NONE = new Ratings(
            Optional.empty(), BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty(), Optional.empty(), false, false);

    /** What the models of a device say, as far as it has them. */
    static Ratings of(Optional<Block> nameplate, Optional<Block> storage, Optional<Block> battery) {
        Optional<BigDecimal> capacity = battery.flatMap(
                        block -> block.unsigned(Points.Battery.CAPACITY, Points.Battery.CAPACITY_SCALE))
                .or(() -> nameplate.flatMap(
                        block -> block.unsigned(Points.Nameplate.CAPACITY, Points.Nameplate.CAPACITY_SCALE)))
                .filter(energy -> energy.signum() > 0);
        BigDecimal charge = storage.flatMap(Ratings::chargeMost)
                .or(() -> nameplate.flatMap(
                        block -> block.unsigned(Points.Nameplate.CHARGE_MOST, Points.Nameplate.CHARGE_MOST_SCALE)))
                .orElse(BigDecimal.ZERO);
        BigDecimal discharge = nameplate
                .flatMap(
                        block -> block.unsigned(Points.Nameplate.DISCHARGE_MOST, Points.Nameplate.DISCHARGE_MOST_SCALE))
                .or(() -> battery.flatMap(
                        block -> block.unsigned(Points.Battery.DISCHARGE_MOST, Points.Battery.MOST_SCALE)))
                .filter(power -> power.signum() > 0)
                .orElse(charge);
        return new Ratings(
                capacity,
                charge,
                discharge,
                storage.filter(block -> charge.signum() > 0 && isSteerable(block))
                        .flatMap(block -> percentScale(block, Points.Storage.RATE_SCALE)),
                storage.filter(block -> block.unsigned(Points.Storage.FLOOR).isPresent())
                        .flatMap(block -> percentScale(block, Points.Storage.FLOOR_SCALE)),
                storage.flatMap(block -> block.unsigned(Points.Storage.REVERT)).isPresent(),
                level(storage, battery).isPresent());
    }

    /** The scale of a percentage, if a register can hold all of 0 to 100 % by it. */
    private static Optional<Integer> percentScale(Block storage, int offset) {
        return storage.scale(offset).filter(scale -> Math.abs(scale) <= PERCENT_SCALE_MOST);
    }

    /** What 100 % of {@code InWRte} mean now: the device takes that as a setting, too. */
    static Optional<BigDecimal> chargeMost(Block storage) {
        return storage.unsigned(Points.Storage.CHARGE_MOST, Points.Storage.CHARGE_MOST_SCALE)
                .filter(power -> power.signum() > 0);
    }

    private static boolean isSteerable(Block storage) {
        return storage.unsigned(Points.Storage.MODE).isPresent()
                && storage.signed(Points.Storage.OUT_RATE).isPresent()
                && storage.signed(Points.Storage.IN_RATE).isPresent();
    }

    /** How full it is, in percent. */
    static Optional<BigDecimal> level(Optional<Block> storage, Optional<Block> battery) {
        return storage.flatMap(block -> block.unsigned(Points.Storage.LEVEL, Points.Storage.LEVEL_SCALE))
                .or(() -> battery.flatMap(block -> block.unsigned(Points.Battery.LEVEL, Points.Battery.LEVEL_SCALE)))
                .filter(percent -> percent.signum() >= 0 && percent.compareTo(HUNDRED) <= 0);
    }

    boolean isSteerable() {
        return rateScale.isPresent();
    }

    /** The register of a percentage of this scale; what lies between two steps becomes the smaller one. */
    static int register(BigDecimal percent, int scale) {
        return percent.scaleByPowerOfTen(-scale).setScale(0, RoundingMode.DOWN).intValueExact();
    }

    /** The percentage in a register. */
    static BigDecimal percent(int register, int scale) {
        return BigDecimal.valueOf(register).scaleByPowerOfTen(scale);
    }

    /** Which part of a power another is, in percent, at most 100. */
    static BigDecimal part(BigDecimal power, BigDecimal whole) {
        return power.multiply(HUNDRED)
                .divide(whole, 6, RoundingMode.DOWN)
                .min(HUNDRED)
                .max(BigDecimal.ZERO);
    }

    /** The larger of the two powers that 100 % may mean. */
    BigDecimal most() {
        return chargeMost.max(dischargeMost);
    }

    /** With what the device says by now of its charging. */
    Ratings with(Block storage) {
        return new Ratings(
                capacity,
                chargeMost(storage).orElse(chargeMost),
                dischargeMost,
                rateScale,
                floorScale,
                hasTimer,
                hasLevel);
    }
}
