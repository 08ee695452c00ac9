package energy.amps.server.vendor;

/** What a vendor is called for, and by whose wish. */
public enum Errand {
    /** A reader waits for it. */
    READ(true),
    /** The platform reads for itself: to settle what is unknown, to verify, to keep a history. */
    LOOK(true),
    /** A command, or the return from one. */
    COMMAND(false),
    /** What became of a command. */
    ASK(false),
    /** Settings, for a caller who waits. */
    SETTINGS(true);

    private final boolean yields;

    Errand(boolean yields) {
        this.yields = yields;
    }

    /** Whether it is not even tried while the account's breaker is open. A command is: it may be the call that goes through. */
    boolean yieldsToTheBreaker() {
        return yields;
    }
}
