package energy.amps.command;

/** The shape of a push in time (contract section 5). */
public enum Execution {
    /** No {@code start}: dispatched on receipt. */
    IMMEDIATE("immediate"),
    /** {@code start} alone: fires once and then holds until the next push. */
    SCHEDULED("scheduled"),
    /** {@code start} and {@code end}: opens, closes, and the device goes back to where it stood. */
    WINDOWED("windowed");

    private final String wire;

    Execution(String wire) {
        this.wire = wire;
    }

    /** The word as it stands in JSON. */
    public String wire() {
        return wire;
    }
}
