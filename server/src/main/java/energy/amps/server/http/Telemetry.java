package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.server.store.Tenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One log line and the metrics of every request: timer {@code amps.http.requests} by method, route template and status,
 * counters {@code amps.http.refusals} by code and {@code amps.http.unavailable} by cause, gauges {@code amps.http.connections} and {@code amps.http.requests.active}. Never
 * a key, a query or a body. Thread-safe.
 */
final class Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger("energy.amps.server.http.access");

    /** Methods are chosen by the client; a label for each would let it fill the registry. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private static final int SERVICE_UNAVAILABLE = 503;

    private record Labels(String method, String route, int status) {}

    private final MeterRegistry meters;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();
    private final Map<ErrorCode, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<Unavailable, Counter> unavailable = new EnumMap<>(Unavailable.class);

    Telemetry(MeterRegistry meters, Traffic traffic) {
        this.meters = meters;
        Gauge.builder("amps.http.connections", traffic, Traffic::connections)
                .description("Open connections")
                .register(meters);
        Gauge.builder("amps.http.requests.active", traffic, Traffic::underWay)
                .description("Requests under way")
                .register(meters);
        for (Unavailable cause : Unavailable.values()) {
            unavailable.put(
                    cause,
                    Counter.builder("amps.http.unavailable")
                            .description("Requests answered 503")
                            .tag("cause", cause.label())
                            .register(meters));
        }
    }

    void finished(Exchange exchange) {
        long nanos = exchange.elapsedNanos();
        String method = METHODS.contains(exchange.method()) ? exchange.method() : "OTHER";
        timers.computeIfAbsent(new Labels(method, exchange.route(), exchange.status()), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (exchange.status() == SERVICE_UNAVAILABLE) {
            Objects.requireNonNull(unavailable.get(exchange.cause())).increment();
        }
        exchange.code().ifPresent(code -> refusals.computeIfAbsent(code, this::refusals)
                .increment());
        log(exchange, method, nanos);
    }

    private Timer timer(Labels labels) {
        return Timer.builder("amps.http.requests")
                .description("Requests, from their first byte to the end of their answer")
                .tag("method", labels.method())
                .tag("route", labels.route())
                .tag("status", String.valueOf(labels.status()))
                .register(meters);
    }

    private Counter refusals(ErrorCode code) {
        return Counter.builder("amps.http.refusals")
                .description("Requests that did not succeed")
                .tag("code", code.name())
                .register(meters);
    }

    /** The request's and the action's id are in the logging context, and with it on every line of the request. */
    private static void log(Exchange exchange, String method, long nanos) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", exchange.route())
                .addKeyValue("status", exchange.status())
                .addKeyValue("latencyMicros", TimeUnit.NANOSECONDS.toMicros(nanos));
        if (exchange.tenant().isPresent()) {
            Tenant tenant = exchange.tenant().get();
            line = line.addKeyValue("customerId", tenant.customer().value())
                    .addKeyValue("environment", tenant.environment().wire());
        }
        if (exchange.code().isPresent()) {
            line = line.addKeyValue("code", exchange.code().get().name());
        }
        exchange.action().ifPresent(id -> MDC.put("actionId", id.value()));
        line.log("request");
    }
}
