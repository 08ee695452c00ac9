package energy.amps.connector.sandbox;

import energy.amps.device.Capabilities;
import energy.amps.device.Family;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The simulated inverters; the flat has no roof of its own. */
enum InverterModel implements DeviceModel {
    /** Keeps sums of its own days. */
    ROOF(Home.HOUSE, "solar-46", "Sandbox Solar 4.6"),
    /** Counts its lifetime alone. */
    SHED(Home.CABIN, "solar-24", "Sandbox Solar 2.4");

    private static final Capabilities READ_ONLY = Capabilities.readOnly(Map.of());

    private final Home home;
    private final String key;
    private final String displayName;

    InverterModel(Home home, String key, String displayName) {
        this.home = home;
        this.key = key;
        this.displayName = displayName;
    }

    static Optional<InverterModel> of(String key) {
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
        return Family.SOLAR_INVERTER;
    }

    @Override
    public Home home() {
        return home;
    }

    @Override
    public Capabilities capabilities() {
        return READ_ONLY;
    }

    /** Whether it reports what it produced today and this month. */
    boolean reportsDays() {
        return this == ROOF;
    }
}
