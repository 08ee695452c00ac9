package energy.amps.connector;

import java.time.Duration;

/**
 * A number of calls that a vendor allows (for one account, or one device), kept by the platform over all of its nodes.
 *
 * @param name tells the budgets of one account apart, such as {@code day} or {@code minute}; lower case
 * @param subject what it belongs to at the vendor: devices whose connector names the same subject share it; at most 200
 *     characters, no secret
 * @param calls how many the vendor allows within {@code window}, at least 1
 * @param window over how long, at least a second
 * @param renewal when spent calls come back
 * @param forCommands how many of them readings never take, so that a command finds some left; fewer than {@code calls}
 */
public record Budget(String name, String subject, int calls, Duration window, Renewal renewal, int forCommands) {

    /** When spent calls come back. */
    public enum Renewal {
        /** Each call comes back one window after it was made. */
        ROLLING,
        /** All come back together at UTC instants that are whole multiples of the window, such as midnight for a day. */
        FIXED
    }

    /** Refuses a budget that allows nothing, or keeps everything for commands. */
    public Budget {
        if (calls < 1 || window.compareTo(Duration.ofSeconds(1)) < 0 || forCommands < 0 || forCommands >= calls) {
            throw new IllegalArgumentException(
                    "not a budget: " + calls + " in " + window + ", " + forCommands + " kept");
        }
    }
}
