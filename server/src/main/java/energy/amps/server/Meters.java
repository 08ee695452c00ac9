package energy.amps.server;

import energy.amps.server.log.QueuedLines;
import energy.amps.server.store.PlatformClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.Optional;

/** What a node says of itself: its process, its build, its clock and whose its database is. */
final class Meters implements AutoCloseable {
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    private Meters() {}

    /** Puts the process's own metrics into a registry. */
    static Meters of(MeterRegistry registry) {
        Meters meters = new Meters();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        meters.pauses.bindTo(registry);
        FunctionCounter.builder("amps.log.dropped", registry, any -> QueuedLines.dropped())
                .description("Log lines that found their queue full")
                .register(registry);
        return meters;
    }

    /**
     * Puts what the node is into a registry.
     *
     * @param node its id, new at every start
     * @param embedded whether it brought its database along
     */
    void tell(MeterRegistry registry, String node, boolean embedded, PlatformClock clock) {
        Gauge.builder("amps.build.info", () -> 1)
                .description("1; what runs is in the labels")
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .tag("node", node)
                .register(registry);
        Gauge.builder("amps.database.embedded", () -> embedded ? 1 : 0)
                .description("1 when this node brought its database along")
                .register(registry);
        Gauge.builder("amps.clock.offset.seconds", clock, c -> c.offset().toMillis() / 1000.0)
                .description("how far the database's clock is ahead of this machine's")
                .register(registry);
    }

    /** As packaged; what runs from classes has none. */
    private static String version() {
        return Optional.ofNullable(Meters.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** Stops listening to the garbage collector. */
    @Override
    public void close() {
        pauses.close();
    }
}
