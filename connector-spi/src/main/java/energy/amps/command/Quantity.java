package energy.amps.command;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A number with its unit, the only form in which numbers enter the API (contract section 2).
 *
 * <p>The decimal is kept exactly as it was sent, so that an action mirrors its request to the digit; two quantities are
 * equal when they mean the same, {@code 30} and {@code 30.0} alike.
 *
 * @param value the number, in {@code unit}
 * @param unit its unit
 */
public record Quantity(BigDecimal value, Unit unit) {

    /** Convenience for figures written in code. */
    public static Quantity of(double value, Unit unit) {
        return new Quantity(BigDecimal.valueOf(value), unit);
    }

    /** The number as a double, in {@link #unit()}. */
    public double asDouble() {
        return value.doubleValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity(BigDecimal v, Unit u) && u == unit && v.compareTo(value) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(value.stripTrailingZeros(), unit);
    }

    @Override
    public String toString() {
        return value.toPlainString() + " " + unit.wire();
    }
}
