package energy.amps.device;

/** What a battery does at this moment, whatever it was told. */
public enum BatteryStatus {
    /** Energy flows in. */
    CHARGING("charging"),
    /** Energy flows out. */
    DISCHARGING("discharging"),
    /** Awake, and no energy flows. */
    IDLE("idle"),
    /** Asleep: it answers, and does nothing. */
    STANDBY("standby");

    private final String wire;

    BatteryStatus(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
