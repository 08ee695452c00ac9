package energy.amps.server.vendor;

import energy.amps.server.vendor.Outlook.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the platform looks at a live device next: as often as what goes on there wants it, as seldom as its vendor's budgets and its
 * failures demand. A budget is spread evenly over the rest of its period, over all devices of the account. Pure.
 */
public final class Pace {
    /** The least time between two looks. */
    public static final Duration LEAST = Duration.ofMinutes(1);

    /** Between two looks while a window is open, or a command is to be verified. */
    static final Duration BUSY = Duration.ofSeconds(90);

    /** Between two looks else, as long as each shows something new. Each that does not adds as much. */
    static final Duration PLAIN = Duration.ofMinutes(5);

    /** The most that a device where nothing changes waits: then a cached reading is too old for a reader. */
    public static final Duration CALM = Duration.ofMinutes(15);

    /** The longest back-off after failures. */
    public static final Duration BACKOFF_MOST = Duration.ofHours(1);

    /** Of each wait, one part in so many is left to chance, so that devices do not come together. */
    static final int CHANCE = 5;

    private Pace() {}

    /**
     * How it stands with a device.
     *
     * @param from when it was last seen, or was to be; empty when never
     * @param isBusy whether a window is open, or a command is to be verified
     * @param unchanged how many looks in a row have shown nothing new
     * @param failures how many looks in a row have failed
     * @param sharing how many devices share its account, itself among them
     */
    public record Standing(Optional<Instant> from, boolean isBusy, int unchanged, int failures, int sharing) {}

    /**
     * When to look next; not after {@code now} when that is now.
     *
     * @param chance in [0, 1): the same for a device as long as it is not seen again
     */
    public static Instant next(Standing device, Outlook outlook, Instant now, double chance) {
        Instant at =
                device.from().map(from -> from.plus(wanted(device, chance))).orElse(now);
        for (Allowance allowance : outlook.allowances()) {
            at = later(at, allowed(device, allowance, now, chance));
        }
        Optional<Instant> open =
                outlook.closedUntil().filter(now::isBefore).map(until -> until.plus(part(LEAST, chance)));
        return later(at, open.orElse(at));
    }

    private static Duration wanted(Standing device, double chance) {
        Duration wanted = device.isBusy()
                ? BUSY
                : shorter(PLAIN.multipliedBy(1 + Math.min(device.unchanged(), CALM.dividedBy(PLAIN))), CALM);
        Duration backOff = device.failures() == 0
                ? Duration.ZERO
                : shorter(LEAST.multipliedBy(1L << Math.min(device.failures(), 10)), BACKOFF_MOST);
        Duration most = longer(wanted, backOff);
        return longer(LEAST, most.minus(part(most.dividedBy(CHANCE), chance)));
    }

    /** The first instant at which a budget has a look for this device. */
    private static Instant allowed(Standing device, Allowance budget, Instant now, double chance) {
        double share = (double) device.sharing() * budget.cost();
        Duration turn = shorter(part(budget.window(), share / budget.most()), budget.window());
        if (budget.left() < budget.cost()) {
            return later(budget.again(), now.plus(LEAST)).plus(part(turn, chance));
        }
        Duration rest =
                budget.resetsAt().map(reset -> Duration.between(now, reset)).orElse(budget.window());
        Duration pause = part(rest, share / budget.left() * (1 + chance / CHANCE));
        Instant at = device.from().map(from -> from.plus(pause)).orElse(now);
        return budget.resetsAt()
                .map(reset -> reset.plus(part(turn, chance)))
                .filter(at::isAfter)
                .orElse(at);
    }

    private static Duration part(Duration whole, double part) {
        return Duration.ofMillis((long) (whole.toMillis() * part));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
