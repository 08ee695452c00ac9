package energy.amps.device;

/** What a solar inverter does at this moment. */
public enum SolarInverterStatus {
    /** Power flows from the modules. */
    PRODUCING("producing"),
    /** Awake by day, and no power flows. */
    IDLE("idle"),
    /** Asleep until the sun is back. */
    NIGHT("night"),
    /** Out of order. */
    FAULTED("faulted");

    private final String wire;

    SolarInverterStatus(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
