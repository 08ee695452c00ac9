package energy.amps.fault;

import java.util.Arrays;
import java.util.Optional;

/** Why an action failed, or a device could not be read (contract sections 3 and 12). The constant's name is the code. */
public enum FaultCode {
    /** The device does not answer its cloud or its bus. */
    DEVICE_OFFLINE(false),
    /** The device's own scheduler is in the way of a command. */
    SCHEDULER_ACTIVE(false),
    /** The vendor's quota is used up for now. */
    RATE_LIMITED(true),
    /** No connection, or one that broke. */
    NETWORK_ERROR(true),
    /** The vendor's service says that it cannot serve. */
    SERVICE_UNAVAILABLE(true),
    /** No answer in time. */
    TIMEOUT(true),
    /** The account's credentials are no longer taken. */
    INVALID_CREDENTIALS(false),
    /** The vendor answered something that nobody could make sense of. */
    UNKNOWN_ERROR(true),
    /** The action's instant had gone by before anything could be sent. */
    MISSED_WINDOW(false),
    /** The command was sent, and whether it holds was never learnt. */
    OUTCOME_UNKNOWN(false),
    /** The window closed, and the device could not be brought back to its prior mode within an hour. */
    REVERT_FAILED(false);

    private final boolean passing;

    FaultCode(boolean passing) {
        this.passing = passing;
    }

    /** Whether trying again later may help without anyone doing anything. */
    public boolean isTransient() {
        return passing;
    }

    /** The code of that name, or empty when there is none. */
    public static Optional<FaultCode> of(String name) {
        return Arrays.stream(values()).filter(c -> c.name().equals(name)).findFirst();
    }
}
