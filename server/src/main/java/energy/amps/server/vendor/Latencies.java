package energy.amps.server.vendor;

import java.time.Duration;
import java.util.List;

/** How long calls took, counted in classes: sums of nodes and minutes are sums of their counts. Immutable. */
record Latencies(List<Long> counts) {
    /** The upper bound of each class, in milliseconds; one more holds what took longer than all of them. */
    static final List<Integer> BOUNDS = List.of(
            5, 10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000,
            15_000, 20_000, 30_000, 60_000);

    Latencies {
        counts = List.copyOf(counts);
    }

    /** The class of a call. */
    static int classOf(Duration took) {
        long millis = took.toMillis();
        int index = 0;
        while (index < BOUNDS.size() && millis > BOUNDS.get(index)) {
            index++;
        }
        return index;
    }

    /** The bound below which that part of the calls stayed, in milliseconds; 0 when there was none. */
    int quantile(double part) {
        long all = counts.stream().mapToLong(Long::longValue).sum();
        long below = 0;
        for (int i = 0; i < counts.size(); i++) {
            below += counts.get(i);
            if (below > 0 && below >= Math.ceil(part * all)) {
                return BOUNDS.get(Math.min(i, BOUNDS.size() - 1));
            }
        }
        return 0;
    }
}
