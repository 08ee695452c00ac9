package energy.amps.connector.sandbox;

import energy.amps.command.Setting;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What a battery's settings stand at: the values written, over the factory's.
 *
 * @param written every value ever written, in the unit of contract section 7
 */
record BatterySettings(Map<Setting, BigDecimal> written) {

    /** Sixteen lithium iron phosphate cells; turns the amps of a setting into power. */
    private static final double NOMINAL_VOLTS = 51.2;

    /** A numeric setting, in its own unit. */
    BigDecimal value(Setting setting) {
        return written.getOrDefault(setting, factory(setting));
    }

    /** A numeric setting, in its own unit. */
    double asDouble(Setting setting) {
        return value(setting).doubleValue();
    }

    /** A setting in amps as power, kW. */
    double kilowatts(Setting amps) {
        return asDouble(amps) * NOMINAL_VOLTS / 1000;
    }

    /** None of the factory's values binds a battery that is told nothing unusual; only the floors are felt. */
    private static BigDecimal factory(Setting setting) {
        return BigDecimal.valueOf(
                switch (setting) {
                    case SAFETY_RESERVE -> 10;
                    case DISCHARGE_FLOOR -> 20;
                    case CHARGE_CEILING, MAX_CHARGE_RATE, MAX_DISCHARGE_RATE -> 100;
                    case EXPORT_LIMIT -> 10_000;
                    case SCHEDULER_ENABLED -> throw new IllegalArgumentException("scheduler_enabled is no number");
                });
    }
}
