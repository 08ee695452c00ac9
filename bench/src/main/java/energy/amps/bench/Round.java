package energy.amps.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One measured round.
 *
 * @param latencies of its calls
 * @param nanos from the first call's start to the last one's end
 */
record Round(Latencies latencies, long nanos) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    double perSecond() {
        return latencies.count() * NANOS_PER_SECOND / nanos;
    }

    double p50Millis() {
        return latencies.quantileNanos(0.5) / NANOS_PER_MILLI;
    }

    double p99Millis() {
        return latencies.quantileNanos(0.99) / NANOS_PER_MILLI;
    }

    static Spread spread(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
