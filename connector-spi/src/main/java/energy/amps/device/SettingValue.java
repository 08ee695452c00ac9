package energy.amps.device;

import java.math.BigDecimal;

/** What a setting stands at. */
public sealed interface SettingValue {
    /**
     * A number, in the unit that the setting's capability declares.
     *
     * @param value the number
     */
    record Numeric(BigDecimal value) implements SettingValue {}

    /**
     * A yes or no.
     *
     * @param value whether it is on
     */
    record Flag(boolean value) implements SettingValue {}
}
