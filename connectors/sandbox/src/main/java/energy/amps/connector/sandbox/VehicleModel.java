package energy.amps.connector.sandbox;

import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The simulated vehicles; the car of the cabin has no cloud. */
enum VehicleModel implements DeviceModel {
    ESTATE(Home.HOUSE, "car-60", "Sandbox Car 60", 5.6, Optional.of(16.0)),
    /** Does not say what current it takes. */
    CITY(Home.FLAT, "car-52", "Sandbox Car 52", 6.4, Optional.empty());

    private static final Capabilities READ_ONLY = Capabilities.readOnly(Map.of());

    private final Home home;
    private final String key;
    private final String displayName;
    private final double kilometresPerKilowattHour;
    private final Optional<Double> maxCurrent;

    VehicleModel(
            Home home, String key, String displayName, double kilometresPerKilowattHour, Optional<Double> maxCurrent) {
        this.home = home;
        this.key = key;
        this.displayName = displayName;
        this.kilometresPerKilowattHour = kilometresPerKilowattHour;
        this.maxCurrent = maxCurrent;
    }

    static Optional<VehicleModel> of(String key) {
        return Arrays.stream(values()).filter(m -> m.key.equals(key)).findFirst();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String displayName() {
        return displayName;
    }

    @Override
    public Family family() {
        return Family.VEHICLE;
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public Capabilities capabilities() {
        return READ_ONLY;
    }

    /** It shows what its home's charger does. */
    @Override
    public Set<Family> sees() {
        return Set.of(Family.EV_CHARGER);
    }

    /** How far it gets with a kilowatt-hour. */
    double kilometresPerKilowattHour() {
        return kilometresPerKilowattHour;
    }

    /** Most current per phase that it takes, where it says so. */
    Optional<Double> maxCurrent() {
        return maxCurrent;
    }
}
