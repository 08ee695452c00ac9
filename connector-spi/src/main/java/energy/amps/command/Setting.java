package energy.amps.command;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a device keeps until it is changed, beside what it is told to do (contract section 7). */
public enum Setting {
    /** State of charge kept back for an outage, in percent; the deepest floor, read back as {@code dischargeLimit}. */
    SAFETY_RESERVE("safety_reserve"),
    /** State of charge below which the battery is not discharged on grid, in percent. */
    DISCHARGE_FLOOR("discharge_floor"),
    /** State of charge above which the battery is not charged, in percent. */
    CHARGE_CEILING("charge_ceiling"),
    /** Most power the site may give to the grid, in watts. */
    EXPORT_LIMIT("export_limit"),
    /** Most a device takes: amps on a battery, kilowatts on an EV charger. */
    MAX_CHARGE_RATE("max_charge_rate"),
    /** Most a battery gives, in amps. */
    MAX_DISCHARGE_RATE("max_discharge_rate"),
    /** Whether the device's own scheduler is on; read-only. */
    SCHEDULER_ENABLED("scheduler_enabled");

    private static final Map<String, Setting> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Setting::wire, Function.identity()));

    private final String wire;

    Setting(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }

    /** The setting of that name, or empty when the vocabulary has none. */
    public static Optional<Setting> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
