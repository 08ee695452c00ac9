package energy.amps.server.vendor;

import energy.amps.connector.Metered.Operation;

/** What a vendor is called for, and by whose wish. */
public enum Errand {
    /** A reader waits for it. */
    READ(Operation.READ, true),
    /** The platform reads for itself: to settle what is unknown, to verify, to keep a history. */
    LOOK(Operation.READ, true),
    /** A command, or the return from one. */
    COMMAND(Operation.APPLY, false),
    /** What became of a command. */
    ASK(Operation.POLL, false),
    /** Settings, for a caller who waits. */
    SETTINGS(Operation.CONFIGURE, true);

    private final Operation operation;
    private final boolean yields;

    Errand(Operation operation, boolean yields) {
        this.operation = operation;
        this.yields = yields;
    }

    /** Whether the device is changed by it. */
    boolean changes() {
        return this == COMMAND || this == SETTINGS;
    }

    /** What the connector is called for. */
    Operation operation() {
        return operation;
    }

    /** Whether it is not even tried while the account's breaker is open. A command is: it may be the call that goes through. */
    boolean yieldsToTheBreaker() {
        return yields;
    }
}
