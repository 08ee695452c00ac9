package energy.amps.device;

/** What an HVAC device is set to. */
public enum HvacMode {
    /** Heat below the heating setpoint. */
    HEAT("heat"),
    /** Cool above the cooling setpoint. */
    COOL("cool"),
    /** Keep between both setpoints. */
    AUTO("auto"),
    /** Neither. */
    OFF("off");

    private final String wire;

    HvacMode(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
