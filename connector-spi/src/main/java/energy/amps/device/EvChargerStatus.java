package energy.amps.device;

/** What an EV charging point does at this moment, whatever it was told. */
public enum EvChargerStatus {
    /** No vehicle is connected. */
    AVAILABLE("available"),
    /** A vehicle is connected and no session has begun. */
    CONNECTED("connected"),
    /** Energy flows into a vehicle. */
    CHARGING("charging"),
    /** A session is on, and no energy flows because the charger or the vehicle holds it back. */
    PAUSED("paused"),
    /** The vehicle takes no more; it is still connected. */
    FINISHED("finished"),
    /** Out of order. */
    FAULTED("faulted"),
    /** Out of service, or not reachable for vehicles. */
    UNAVAILABLE("unavailable");

    private final String wire;

    EvChargerStatus(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
