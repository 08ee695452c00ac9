package energy.amps.server.event;

import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events their place in the feed, after their commit. Of one tenant one transaction is under way at a time: while it is,
 * the next events gather, and go together in the next. Thread-safe.
 */
public final class Numberer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Numberer.class);

    /** Most events of one transaction that nobody waits for. */
    static final int BATCH = 500;

    /** Most events of one transaction that a reader waits for. */
    static final int CATCH_UP = 5_000;

    /** Transactions at a time on a node. */
    static final int PLACES = 4;

    /** How often it is looked for events that nobody told this node of. */
    static final Duration EVERY = Duration.ofSeconds(1);

    /** Who wants to know of events as they enter the feed. */
    public interface Subscriber {
        /** Whether a tenant's events are wanted as soon as they are made. */
        boolean wants(Tenant tenant);

        /** The tenants that are wanted and have events without a number. */
        List<Tenant> behind();

        /**
         * Takes events that just got their number, in the same transaction.
         *
         * @return what to do once it is committed
         */
        Runnable numbered(Tx tx, Tenant tenant, List<FeedEvent> events);

        /** The database was lost before it said whether such a transaction holds. */
        void doubtful();
    }

    private final Database database;
    private final Subscriber subscriber;
    private final Bells bells;
    private final DistributionSummary batches;
    private final Semaphore places = new Semaphore(PLACES, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Tenants in work; true when there is more to be done by whoever works on it. */
    private final Map<Tenant, Boolean> working = new ConcurrentHashMap<>();

    /** @param bells rung for each tenant whose feed grew */
    public Numberer(Database database, Subscriber subscriber, Bells bells, MeterRegistry meters) {
        this.database = database;
        this.subscriber = subscriber;
        this.bells = bells;
        this.batches = DistributionSummary.builder("amps.feed.batch")
                .description("events that one transaction put into a feed")
                .register(meters);
    }

    /** Looks for what nobody tells this node of, from now on. */
    public void start() {
        Thread.ofVirtual().name("feed-sweep").start(this::sweep);
    }

    /** A tenant's events were committed on this node. Costs nothing where nobody wants them. */
    public void made(Tenant tenant) {
        if (subscriber.wants(tenant) || bells.isWaitedFor(tenant)) {
            number(tenant);
        }
    }

    /** Numbers what a tenant has, soon and on another thread. */
    void number(Tenant tenant) {
        boolean[] begins = {false};
        working.compute(tenant, (key, again) -> {
            begins[0] = again == null;
            return again != null;
        });
        if (begins[0]) {
            threads.execute(() -> work(tenant));
        }
    }

    private void work(Tenant tenant) {
        try {
            boolean full;
            do {
                full = batch(tenant, BATCH) >= BATCH;
            } while (goesOn(tenant, full));
        } catch (StoreException e) {
            working.remove(tenant);
            if (e.isInDoubt()) {
                subscriber.doubtful();
            }
            log.warn("events of {} could not be numbered now; it is tried again within a second", tenant, e);
        }
    }

    /** Whether there is more to do; whoever has none leaves in the same instant in which it says so. */
    private boolean goesOn(Tenant tenant, boolean full) {
        boolean open = closing.getCount() > 0;
        Boolean stays = working.compute(tenant, (key, again) -> {
            boolean more = full || Boolean.TRUE.equals(again);
            if (open && more) {
                return false;
            }
            return null;
        });
        return stays != null;
    }

    /** Numbers a batch for a reader who waits; false when there may be more. */
    boolean catchUp(Tenant tenant) {
        return batch(tenant, CATCH_UP) < CATCH_UP;
    }

    private int batch(Tenant tenant, int most) {
        places.acquireUninterruptibly();
        try {
            Runnable[] after = {() -> {}};
            int count = database.asEngine(tx -> {
                List<FeedEvent> events = new Numbering(tenant).run(tx, most);
                if (!events.isEmpty()) {
                    after[0] = subscriber.numbered(tx, tenant, events);
                }
                return events.size();
            });
            if (count > 0) {
                batches.record(count);
                after[0].run();
                bells.ring(tenant);
            }
            return count;
        } finally {
            places.release();
        }
    }

    private void sweep() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    subscriber.behind().forEach(this::number);
                } catch (StoreException e) {
                    log.warn("could not look for events without a number", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes what is under way, and stops. */
    @Override
    public void close() {
        closing.countDown();
        threads.close();
    }
}
