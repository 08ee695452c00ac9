package energy.amps.connector.sandbox;

import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The simulated batteries, each a nameplate; what they accept is in {@link BatteryCapabilities}. */
enum BatteryModel implements DeviceModel {
    /** Takes every command in every shape. */
    FULL(Home.HOUSE, "battery-10", "Sandbox Battery 10", 10, 5, 0.95),
    /** Takes windows only, as some vendors' clouds do. */
    SLOT(Home.CABIN, "battery-slot", "Sandbox Battery Slot", 7.5, 3, 0.94),
    /** Can only be read. */
    METER(Home.FLAT, "battery-meter", "Sandbox Battery Meter", 5, 2.5, 0.96);

    private final Home home;
    private final String key;
    private final String displayName;
    private final double capacity;
    private final double maxPower;
    private final double efficiency;

    BatteryModel(Home home, String key, String displayName, double capacity, double maxPower, double efficiency) {
        this.home = home;
        this.key = key;
        this.displayName = displayName;
        this.capacity = capacity;
        this.maxPower = maxPower;
        this.efficiency = efficiency;
    }

    @Override
    public Family family() {
        return Family.BATTERY;
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public Capabilities capabilities() {
        return BatteryCapabilities.of(this);
    }

    /** Its modes serve the home. */
    @Override
    public Set<Family> sees() {
        return Set.of(Family.EV_CHARGER, Family.HVAC);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String displayName() {
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

    Cells cells() {
        return new Cells(capacity, maxPower, efficiency);
    }

    static Optional<BatteryModel> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }
}
