package energy.amps.server.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics of deliveries on this node: timer {@code amps.webhook.attempts} by result, gauges {@code amps.webhook.held} and
 * {@code amps.webhook.out}. Never by endpoint: customers choose how many there are. Thread-safe.
 */
final class DeliveryTelemetry {
    private final MeterRegistry meters;
    private final Map<String, Timer> attempts = new ConcurrentHashMap<>();

    DeliveryTelemetry(MeterRegistry meters) {
        this.meters = meters;
        timer("arrived");
    }

    void watch(Lanes lanes) {
        Gauge.builder("amps.webhook.held", lanes, Lanes::held)
                .description("deliveries that this node holds")
                .register(meters);
        Gauge.builder("amps.webhook.out", lanes, Lanes::out)
                .description("attempts that are out")
                .register(meters);
    }

    void attempted(Result result) {
        String word = result.arrived() ? "arrived" : result.error().orElse("");
        attempts.computeIfAbsent(word.startsWith("refused_") ? "refused" : word, this::timer)
                .record(result.latency());
    }

    private Timer timer(String result) {
        return Timer.builder("amps.webhook.attempts")
                .description("attempts to deliver a message")
                .tag("result", result)
                .register(meters);
    }
}
