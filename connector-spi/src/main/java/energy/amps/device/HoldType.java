package energy.amps.device;

/** Whose setpoints an HVAC device keeps. */
public enum HoldType {
    /** Those of its own programme. */
    FOLLOW_SCHEDULE("follow_schedule"),
    /** Those it was told, until it is told otherwise. */
    PERMANENT("permanent");

    private final String wire;

    HoldType(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
