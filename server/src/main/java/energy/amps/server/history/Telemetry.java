package energy.amps.server.history;

import energy.amps.connector.ReadOutcome;
import energy.amps.server.device.Witness;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.StoreException;
import energy.amps.server.tenant.TenantClock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what vendors showed. Thread-safe.
 *
 * <p>Metrics: gauge {@code amps.telemetry.waiting}, counters {@code amps.telemetry.written} and {@code
 * amps.telemetry.dropped}, the latter by {@code reason}: {@code full} (the queue was), {@code late} (it was so too long ago),
 * {@code failed} (the database did not take it).
 */
public final class Telemetry implements Witness, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Telemetry.class);

    /** Readings that wait to be written. */
    static final int QUEUE = 10_000;

    /** Readings that are written together. */
    static final int BATCH = 500;

    /** How long readings gather, and how long the node waits before it tries again. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often the same readings are tried. */
    static final int TRIES = 60;

    private final Database database;
    private final Partitions partitions;
    private final TenantClock tenants;
    private final InstantSource platform;
    private final MeterRegistry meters;
    private final Counter written;
    private final BlockingQueue<Sighting> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;

    /** @param platform the platform's time */
    public Telemetry(
            Database database,
            Partitions partitions,
            TenantClock tenants,
            InstantSource platform,
            MeterRegistry meters) {
        this.database = database;
        this.partitions = partitions;
        this.tenants = tenants;
        this.platform = platform;
        this.meters = meters;
        this.written = Counter.builder("amps.telemetry.written")
                .description("live readings that were kept")
                .register(meters);
        meters.gauge("amps.telemetry.waiting", waiting, BlockingQueue::size);
    }

    /** Takes up work, in a thread of its own. */
    public void start() {
        started = true;
        Thread.ofVirtual().name("telemetry").start(this::run);
    }

    /** Puts a reading by. One from the future is one of now: it cannot be asked for before. */
    @Override
    public void seen(DeviceKey device, ReadOutcome.Reading reading) {
        Map<String, Double> state =
                Measures.numbers(reading.state().family(), reading.state().fields());
        if (state.isEmpty()) {
            return;
        }
        Instant now = tenants.now(device.tenant());
        Instant observed = reading.observedAt().isBefore(now) ? reading.observedAt() : now;
        if (observed.isBefore(now.minus(TelemetryRows.LATEST))) {
            drop("late", 1);
        } else if (!waiting.offer(new Sighting(device, observed, platform.instant(), state))) {
            drop("full", 1);
        }
    }

    private void drop(String reason, int count) {
        meters.counter("amps.telemetry.dropped", "reason", reason).increment(count);
    }

    /** Until it is closed, and then until nothing waits any more. */
    private void run() {
        try {
            boolean open = true;
            while (open) {
                open = !closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                writeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void writeAll() throws InterruptedException {
        List<Sighting> batch = new ArrayList<>();
        while (waiting.drainTo(batch, BATCH) > 0) {
            write(batch);
            batch.clear();
        }
    }

    private void write(List<Sighting> batch) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                partitions.ready(batch.stream().map(Sighting::receivedAt).toList());
                database.asEngineAtOnce(tx -> {
                    TelemetryRows.write(tx, batch);
                    return true;
                });
                written.increment(batch.size());
                return;
            } catch (StoreException e) {
                if (tries == TRIES || closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    drop("failed", batch.size());
                    log.error("{} live readings could not be kept", batch.size(), e);
                    return;
                }
            }
        }
    }

    /** Writes what waits, and stops. Nothing may be seen any more. */
    @Override
    public void close() {
        closing.countDown();
        if (!started) {
            return;
        }
        try {
            ended.await(TRIES, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
