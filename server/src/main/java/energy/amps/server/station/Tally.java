package energy.amps.server.station;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * What devices that dial in are counted by: {@code amps.stations.messages}, {@code amps.stations.complaints}, {@code
 * amps.stations.refused}, and {@code amps.stations.dropped} by {@code reason}.
 */
final class Tally {
    private final MeterRegistry meters;
    private final Counter messages;
    private final Counter complaints;
    private final Counter refused;

    Tally(MeterRegistry meters) {
        this.meters = meters;
        this.messages = Counter.builder("amps.stations.messages")
                .description("messages of devices that dialled in")
                .register(meters);
        this.complaints = Counter.builder("amps.stations.complaints")
                .description("what such devices did wrong")
                .register(meters);
        this.refused = Counter.builder("amps.stations.refused")
                .description("callers that were not admitted")
                .register(meters);
        // From the start on: a counter that appears with its first count is missed by whoever watches for a rise.
        List.of("replaced", "refused", "too_fast", "leaving").forEach(reason -> dropped(reason, 0));
    }

    void heard() {
        messages.increment();
    }

    void complained() {
        complaints.increment();
    }

    void refused() {
        refused.increment();
    }

    void dropped(String reason) {
        dropped(reason, 1);
    }

    private void dropped(String reason, int count) {
        meters.counter("amps.stations.dropped", "reason", reason).increment(count);
    }
}
