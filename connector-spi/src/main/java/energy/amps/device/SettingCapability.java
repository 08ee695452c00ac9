package energy.amps.device;

import energy.amps.command.Unit;
import java.math.BigDecimal;
import java.util.Optional;

/** One setting that a device shows, and whether and how it can be written. */
public sealed interface SettingCapability {

    /**
     * A number that can be written.
     *
     * @param unit the one unit it is given in
     * @param min smallest value accepted, inclusive
     * @param max largest value accepted, inclusive; empty when the device names none
     */
    record Writable(Unit unit, BigDecimal min, Optional<BigDecimal> max) implements SettingCapability {}

    /**
     * A number that can only be read.
     *
     * @param unit its unit
     */
    record ReadOnly(Unit unit) implements SettingCapability {}

    /** A yes or no that can only be read. */
    record ReadOnlyFlag() implements SettingCapability {}
}
