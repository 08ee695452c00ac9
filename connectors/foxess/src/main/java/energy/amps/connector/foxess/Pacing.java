package energy.amps.connector.foxess;

import energy.amps.connector.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the vendor's least time between two calls of one key to one path: a second for queries, two for updates. Holds for this
 * node; another node's calls may still meet the vendor's refusal (40400). Thread-safe.
 */
final class Pacing {
    /** Lanes that nobody waits in are dropped beyond this many. */
    private static final int MOST_LANES = 10_000;

    private final Map<Lane, Long> nextNanos = new ConcurrentHashMap<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Duration query;
    private final Duration update;

    /** A secret prints as stars, and so does a lane. */
    private record Lane(Secret key, String path) {}

    Pacing(Duration query, Duration update) {
        this.query = query;
        this.update = update;
    }

    static Pacing asTheVendorWants() {
        return new Pacing(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /**
     * Waits for this call's turn.
     *
     * @param untilNanos when waiting makes no sense any more, by {@link System#nanoTime}
     * @return false when the turn does not come by then; none was taken
     */
    boolean await(Secret key, String path, long untilNanos) throws InterruptedException {
        long now = System.nanoTime();
        long gap = gap(path);
        forgetThePast(now);
        Lane lane = new Lane(key, path);
        long[] turn = new long[1];
        nextNanos.compute(lane, (same, next) -> {
            turn[0] = next == null || next - now < 0 ? now : next;
            return turn[0] - untilNanos > 0 ? next : Long.valueOf(turn[0] + gap);
        });
        if (turn[0] - untilNanos > 0) {
            return false;
        }
        return !never.await(turn[0] - now, TimeUnit.NANOSECONDS);
    }

    /** The call is over: the vendor may have had it as late as now, and counts from there. */
    void ended(Secret key, String path) {
        long next = System.nanoTime() + gap(path);
        nextNanos.computeIfPresent(new Lane(key, path), (same, known) -> next - known > 0 ? Long.valueOf(next) : known);
    }

    private long gap(String path) {
        return (isUpdate(path) ? update : query).toNanos();
    }

    private static boolean isUpdate(String path) {
        return path.endsWith("/set") || path.endsWith("/enable") || path.endsWith("/set/flag");
    }

    private void forgetThePast(long now) {
        if (nextNanos.size() > MOST_LANES) {
            nextNanos.values().removeIf(next -> next - now < 0);
        }
    }
}
