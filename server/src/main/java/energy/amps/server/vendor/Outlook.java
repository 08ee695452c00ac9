package energy.amps.server.vendor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the platform may expect that wants to look at a device for itself.
 *
 * @param closedUntil until when its account is not called; empty when it is
 * @param allowances the budgets that a look is taken from; empty where nothing is counted
 */
public record Outlook(Optional<Instant> closedUntil, List<Allowance> allowances) {
    /** Nothing stands in the way. */
    public static final Outlook CLEAR = new Outlook(Optional.empty(), List.of());

    /** Copies the allowances. */
    public Outlook {
        allowances = List.copyOf(allowances);
    }

    /**
     * How one budget stands for looks: beyond what is kept for commands and left to readers.
     *
     * @param left calls that looks may still spend now
     * @param most calls that they may spend within the window
     * @param cost calls that one look may cost
     * @param window the budget's
     * @param resetsAt when all calls come back together; empty when each comes back a window after it was made
     * @param again the first instant at which a look finds what it costs, if nobody spends more; not after now where it does now
     */
    public record Allowance(int left, int most, int cost, Duration window, Optional<Instant> resetsAt, Instant again) {}
}
