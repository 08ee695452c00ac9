package energy.amps.server.idempotency;

import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is too old to be repeated, a little at a time; every node does. Thread-safe.
 *
 * <p>A row that is late is no answer any more: claiming judges its age by itself.
 */
public final class Forgetting implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

    /** How often. */
    static final Duration EVERY = Duration.ofMinutes(1);

    /** Most rows of one statement. */
    static final int BATCH = 1_000;

    /** Most statements at a time. */
    static final int BATCHES = 100;

    private final Database database;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param clock the platform's time */
    public Forgetting(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Begins, in a thread of its own. */
    public void start() {
        Thread.ofVirtual().name("forgetting").start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                forget();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes what is old now. */
    void forget() {
        try {
            for (int i = 0; i < BATCHES && forgetsABatch(); i++) {
                if (closing.getCount() == 0) {
                    return;
                }
            }
        } catch (StoreException e) {
            log.warn("answers kept under Idempotency-Keys could not be deleted; they are next time", e);
        }
    }

    private boolean forgetsABatch() {
        int deleted = database.asEngineAtOnce(tx -> tx.update(
                """
                delete from idempotency i using (
                    select customer_id, environment, scope from idempotency
                    where created_at <= ? order by created_at limit ?) old
                where i.customer_id = old.customer_id and i.environment = old.environment and i.scope = old.scope
                  and i.created_at <= ?
                """,
                clock.instant().minus(ClaimRows.KEPT),
                BATCH,
                clock.instant().minus(ClaimRows.KEPT)));
        return deleted == BATCH;
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
