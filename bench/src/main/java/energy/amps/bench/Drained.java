package energy.amps.bench;

import java.time.Duration;
import java.util.List;

/**
 * How a batch was worked off.
 *
 * @param size how many
 * @param time from its first instant until nothing was left
 * @param begun how late each began
 * @param ended how late each ended, where that is known by itself
 */
record Drained(int size, Duration time, Lateness begun, Lateness ended) {

    /**
     * Milliseconds after the instant.
     *
     * @param p50 of half of them at most
     * @param p99 of all but one in a hundred
     * @param max of all
     */
    record Lateness(double p50, double p99, double max) {

        static Lateness of(List<String> cells) {
            return new Lateness(
                    Double.parseDouble(cells.get(0)),
                    Double.parseDouble(cells.get(1)),
                    Double.parseDouble(cells.get(2)));
        }

        static Lateness of(Latencies latencies) {
            return new Lateness(
                    latencies.quantileNanos(0.5) / 1e6,
                    latencies.quantileNanos(0.99) / 1e6,
                    latencies.maxNanos() / 1e6);
        }
    }

    double perSecond() {
        return size / (time.toNanos() / 1e9);
    }
}
