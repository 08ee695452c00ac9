package energy.amps.server.action;

/** What becomes of one call to the scripted vendor; a reading only knows whether it can be had. */
enum Fate {
    /** Taken, and applied at once. */
    ACCEPTS,
    /** Taken, to be applied when asked after. */
    ACCEPTS_LATER,
    /** Received, neither taken nor refused. */
    SUBMITS,
    /** Refused; nothing changes. */
    REJECTS,
    /** Applied, and the answer is lost. */
    UNKNOWN_APPLIED,
    /** Lost on the way. */
    UNKNOWN_NOT_APPLIED;

    boolean isReadable() {
        return this != UNKNOWN_APPLIED && this != UNKNOWN_NOT_APPLIED;
    }
}
