package energy.amps.connector.ocpp;

import energy.amps.connector.ocpp.Memory.Ways;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A limit in a charge point's own unit. Rounded down: what it stands for is never exceeded. */
final class Limits {
    /** Phases that a vehicle may use as long as nobody saw on how many it charges. */
    static final int MOST_PHASES = 3;

    private static final double VOLTS = 230;

    private Limits() {}

    static String unit(Ways ways) {
        return ways.inAmps() ? "A" : "W";
    }

    /** With one decimal at most, as both schemas want it. */
    static BigDecimal figure(double kilowatts, int phases, Ways ways) {
        double figure = ways.inAmps() ? kilowatts * 1000 / (VOLTS * phases) : kilowatts * 1000;
        return BigDecimal.valueOf(figure).setScale(1, RoundingMode.FLOOR);
    }
}
