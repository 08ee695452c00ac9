package energy.amps.bench;

/**
 * How long calls took: counts in buckets no wider than 1/64 of their value, so that quantiles are true to 1.6 %. Belongs to
 * one thread until it is merged.
 */
final class Latencies {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = (Long.SIZE - SUB_BITS) * SUB;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long max;

    /** Counts a call; what is below nothing, by the clock's grain, took no time. */
    void record(long nanos) {
        long value = Math.max(nanos, 0);
        counts[bucket(value)]++;
        count++;
        max = Math.max(max, value);
    }

    void add(Latencies other) {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        max = Math.max(max, other.max);
    }

    long count() {
        return count;
    }

    long maxNanos() {
        return max;
    }

    /**
     * The value that the given share of calls did not exceed, by the upper edge of its bucket; 0 when nothing was counted.
     *
     * @param share over 0, up to 1
     */
    long quantileNanos(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < BUCKETS && count > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(upperEdge(i), max);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS - 1);
        return shift * SUB + (int) (value >>> shift);
    }

    private static long upperEdge(int bucket) {
        int shift = Math.max(0, bucket / SUB - 1);
        long first = (long) (bucket - shift * SUB) << shift;
        return first + (1L << shift) - 1;
    }
}
