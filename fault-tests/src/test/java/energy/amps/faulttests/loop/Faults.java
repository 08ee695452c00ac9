package energy.amps.faulttests.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides what happens to each round trip of a node. Steps are counted while armed; what a node does by itself, in the
 * background, is no step: claims, renewals of its lease, opening of connections, and the rounds that count and forget.
 * Thread-safe.
 */
final class Faults {
    private static final Duration LASTING = Duration.ofMillis(400);

    private boolean armed;
    private int target;
    private Strike strike = Strike.PASS;
    private Mode mode = Mode.SINGLE;
    private int count;
    private boolean struck;
    private long healedAtNanos;
    private int second;
    private final List<String> steps = new ArrayList<>();

    /** From now on the {@code target}th step fails. */
    synchronized void arm(int target, Strike strike, Mode mode) {
        armed = true;
        this.target = target;
        this.strike = strike;
        this.mode = mode;
        count = 0;
        struck = false;
        healedAtNanos = 0;
        second = 0;
        steps.clear();
    }

    /** No more faults, no more counting. */
    synchronized void disarm() {
        armed = false;
        healedAtNanos = 0;
    }

    /** Whether a fault has been played since armed. */
    synchronized boolean hasStruck() {
        return struck;
    }

    /** What the steps since armed were. */
    synchronized List<String> steps() {
        return List.copyOf(steps);
    }

    /** What happens to this round trip. */
    synchronized Strike next(String sql) {
        if (!armed) {
            return Strike.PASS;
        }
        if (healedAtNanos != 0 && System.nanoTime() < healedAtNanos) {
            // No database refuses to roll back.
            return strike == Strike.FAIL && sql.startsWith("ROLLBACK") ? Strike.PASS : strike;
        }
        if (isBackground(sql)) {
            return Strike.PASS;
        }
        count++;
        steps.add(label(sql));
        if (count == target) {
            struck = true;
            if (mode == Mode.LASTING) {
                healedAtNanos = System.nanoTime() + LASTING.toNanos();
            }
            second = switch (mode) {
                case SINGLE, LASTING -> 0;
                case STACKED -> count + 1;
            };
            return strike;
        }
        // What comes second is a fault of a connection: the node that died has no further steps.
        return count == second ? strike : Strike.PASS;
    }

    /** Whether a new connection is refused now. */
    synchronized boolean refusesConnections() {
        return armed && healedAtNanos != 0 && System.nanoTime() < healedAtNanos && strike != Strike.FAIL;
    }

    private static boolean isBackground(String sql) {
        return sql.contains("insert into node")
                || sql.contains("delete from node")
                || sql.contains("from node where")
                || sql.contains("lease_token = (d.lease_token | 1) + 1")
                || sql.contains("set role")
                || sql.contains("clock_timestamp()")
                || sql.contains("select 1 as one")
                || sql.contains("as windows_overdue")
                || sql.contains("update recall")
                || sql.contains("from delivery where lease_owner is null")
                || sql.contains("update job j set due_at")
                || sql.contains("telemetry_day_made")
                || sql.contains("telemetry_days_dropped")
                || sql.contains("set_config('idle_in_transaction_session_timeout'")
                || sql.contains("delete from vendor_call")
                || sql.contains("delete from quota")
                || sql.contains("vendor_health")
                || sql.contains("last_used_at = greatest")
                || sql.contains("delete from idempotency i using")
                || sql.contains("pg_roles")
                || sql.startsWith("SET ")
                || sql.startsWith("SHOW ")
                || sql.isBlank()
                || sql.startsWith("ROLLBACK");
    }

    /** The gist of a round trip, in the words of a reader of the table. */
    static String label(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        String of = text.contains("commit of ") ? "commit: " : "";
        if (text.contains("for update") || text.contains("for no key update")) {
            return of + "lock and read the device";
        }
        if (text.contains("insert into") || text.contains("update ") || text.contains("json_")) {
            return of + "write";
        }
        return of + "read";
    }
}
