package energy.amps.connector.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** The simulated batteries, each a nameplate; what they accept is in {@link BatteryCapabilities}. */
enum BatteryModel {
    /** Takes every command in every shape. */
    FULL("battery-10", "Sandbox Battery 10", 10, 5, 0.95),
    /** Takes windows only, as some vendors' clouds do. */
    SLOT("battery-slot", "Sandbox Battery Slot", 7.5, 3, 0.94),
    /** Can only be read. */
    METER("battery-meter", "Sandbox Battery Meter", 5, 2.5, 0.96);

    private final String key;
    private final String displayName;
    private final double capacity;
    private final double maxPower;
    private final double efficiency;

    BatteryModel(String key, String displayName, double capacity, double maxPower, double efficiency) {
        this.key = key;
        this.displayName = displayName;
        this.capacity = capacity;
        this.maxPower = maxPower;
        this.efficiency = efficiency;
    }

    /** Its name in a stored state. Never changes. */
    String key() {
        return key;
    }

    /** Its name in the API. */
    String displayName() {
        return displayName;
    }

    /** Usable energy when full, kWh. */
    double capacity() {
        return capacity;
    }

    /** Most AC power, kW, either way. */
    double maxPower() {
        return maxPower;
    }

    /** The part of the energy that survives one way, into the cells or out of them; 0 to 1. */
    double efficiency() {
        return efficiency;
    }

    static Optional<BatteryModel> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }
}
