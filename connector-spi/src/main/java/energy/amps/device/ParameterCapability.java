package energy.amps.device;

import energy.amps.command.Unit;
import java.math.BigDecimal;

/**
 * One parameter that a command takes.
 *
 * @param unit the one unit it is given in
 * @param min smallest value accepted, inclusive
 * @param max largest value accepted, inclusive
 */
public record ParameterCapability(Unit unit, BigDecimal min, BigDecimal max) {

    /** Convenience for figures written in code. */
    public static ParameterCapability of(Unit unit, long min, long max) {
        return new ParameterCapability(unit, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
    }
}
