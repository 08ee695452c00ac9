package energy.amps.connector.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding, on the way out and nowhere else. */
final class Shown {

    /** More than what arithmetic loses, less than anything that is shown. */
    private static final double DUST = 1e-9;

    private Shown() {}

    /** Two decimals, unless they would show a level on the wrong side of a bound. */
    static double level(double level, double... bounds) {
        double shown = rounded(level, 2);
        for (double bound : bounds) {
            if ((level >= bound && shown < bound) || (level <= bound && shown > bound)) {
                shown = bound;
            }
        }
        return shown;
    }

    /** Whole watts, cut and not rounded, so that a cap is never seen exceeded. */
    static double power(double kilowatts) {
        return Math.copySign(1, kilowatts) * decimal(Math.abs(kilowatts) + DUST, 3, RoundingMode.DOWN) + 0.0;
    }

    /** Rounded half up. */
    static double rounded(double value, int decimals) {
        return decimal(value, decimals, RoundingMode.HALF_UP) + 0.0;
    }

    private static double decimal(double value, int decimals, RoundingMode mode) {
        return BigDecimal.valueOf(value).setScale(decimals, mode).doubleValue();
    }
}
