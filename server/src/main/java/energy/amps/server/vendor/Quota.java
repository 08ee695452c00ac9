package energy.amps.server.vendor;

import java.time.Instant;
import java.util.Optional;

/**
 * How a budget stands, as a reader of a device is told.
 *
 * @param name tells the budgets of one account apart
 * @param limit how many calls the vendor allows within the budget's window
 * @param remaining how many are left now; some of them are kept for commands
 * @param resetsAt when spent calls come back: all of them, or the first; empty when none is spent
 */
public record Quota(String name, int limit, int remaining, Optional<Instant> resetsAt) {}
