package energy.amps.connector;

import java.util.List;

/**
 * A connector whose vendor counts calls. The platform sets aside what a call may cost before it makes it, and does not make it
 * when that is not there: to go over a quota may cost the account more than the call (some vendors charge it to the next day).
 */
public interface Metered {

    /** What a connector is called for. */
    enum Operation {
        /** {@link Connector#read}. */
        READ,
        /** {@link Connector#apply}, whatever the purpose. */
        APPLY,
        /** {@link Connector#poll}. */
        POLL,
        /** {@link Connector#configure}. */
        CONFIGURE
    }

    /** The budgets that calls for this device are taken from; all of them have to suffice. */
    List<Budget> budgets(LinkedDevice device);

    /** The most native calls that one such operation makes on this device, at least 1. */
    int calls(Operation operation, LinkedDevice device);
}
