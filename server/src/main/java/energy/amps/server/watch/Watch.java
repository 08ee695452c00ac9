package energy.amps.server.watch;

import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what stands in the database, at an interval, and shows it as gauges. Thread-safe. */
public final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** How often the database is looked at. */
    static final Duration EVERY = Duration.ofSeconds(5);

    /** How old what was seen may be before it counts as unknown. */
    static final Duration GOOD_FOR = Duration.ofSeconds(15);

    private record Seen(Standing standing, long atNanos) {}

    private final Database database;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Seen> last = Optional.empty();

    /**
     * Registers the gauges; they have no value yet.
     *
     * @param clock the platform's time
     */
    public Watch(Database database, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        gauge(meters, "amps.actions.unsettled", "unknown outcomes now", Standing::unsettled);
        gauge(meters, "amps.windows.overdue", "open windows past their end", Standing::windowsOverdue);
        gauge(
                meters,
                "amps.windows.overdue.age.seconds",
                "how long the oldest of them has been past its end",
                standing -> seconds(standing.oldestWindow()));
        gauge(
                meters,
                "amps.returns.failed",
                "windows that failed with REVERT_FAILED and whose return is still tried",
                Standing::returnsFailed);
        gauge(meters, "amps.due.backlog", "due rows past their instant that no node has taken", Standing::dueBacklog);
        gauge(
                meters,
                "amps.due.backlog.age.seconds",
                "how long the oldest of them has been waiting",
                standing -> seconds(standing.oldestDue()));
    }

    /** Looks now, and then every {@link #EVERY}, in a thread of its own. */
    public void start() {
        Thread.ofVirtual().name("watch").start(this::run);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<Standing> of) {
        Gauge.builder(name, this, watch -> watch.fresh().map(of::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .register(meters);
    }

    private Optional<Standing> fresh() {
        return last.filter(seen -> System.nanoTime() - seen.atNanos() < GOOD_FOR.toNanos())
                .map(Seen::standing);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() {
        try {
            last = Optional.of(new Seen(Standing.at(clock.instant(), database), System.nanoTime()));
        } catch (StoreException e) {
            last = Optional.empty();
            log.warn("could not look at what stands in the database; its gauges have no value", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
