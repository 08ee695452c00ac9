package energy.amps.server.webhook;

import energy.amps.server.event.EventIds;
import energy.amps.server.event.Retention;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what nobody can ask for any more. Any node does it; two at once do no harm. Thread-safe. */
final class Housekeeping implements AutoCloseable {
    /** Endpoint by endpoint, each one step into the index, however much waits for it; a condition and a limit are to follow. */
    private static final String DELETE_OF_EACH_ENDPOINT = """
            delete from delivery where ctid = any (array(
                with recursive waiting as (
                    (select customer_id, endpoint_id from delivery order by customer_id, endpoint_id limit 1)
                    union all
                    select n.customer_id, n.endpoint_id
                    from waiting v cross join lateral (
                        select d.customer_id, d.endpoint_id from delivery d
                        where (d.customer_id, d.endpoint_id) > (v.customer_id, v.endpoint_id)
                        order by d.customer_id, d.endpoint_id limit 1) n)
                select d.ctid from waiting v join delivery d
                    on d.customer_id = v.customer_id and d.endpoint_id = v.endpoint_id
            """;

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /** How often. */
    static final Duration EVERY = Duration.ofMinutes(10);

    /** How long attempts are kept at least. */
    static final Duration ATTEMPTS_KEPT = Duration.ofDays(7);

    /** Most rows of one transaction. */
    static final int BATCH = 5_000;

    private final Database database;
    private final Retention events;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);

    Housekeeping(Database database, Retention events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("webhook-housekeeping").start(() -> {
            try {
                while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    try {
                        run();
                    } catch (StoreException e) {
                        log.warn("what is over could not be taken away; it is tried again in {}", EVERY, e);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void run() {
        emptySlotOfTomorrow();
        while (closing.getCount() > 0 && database.asEngine(this::withoutEndpoint) >= BATCH) {
            log.debug("more deliveries of removed endpoints");
        }
        while (closing.getCount() > 0 && database.asEngine(this::givenUpLongAgo) >= BATCH) {
            log.debug("more deliveries that were given up long ago");
        }
        events.run();
    }

    /** The part of the table that tomorrow's attempts go to holds those of eight days ago. */
    private void emptySlotOfTomorrow() {
        Instant now = clock.instant();
        long slot = Outcomes.slot(now.plus(Duration.ofDays(1)));
        String part = "webhook_attempt_" + slot;
        database.asEngine(tx -> {
            boolean old = !tx.list(
                            row -> true, "select 1 from " + part + " where at < ? limit 1", now.minus(ATTEMPTS_KEPT))
                    .isEmpty();
            return old ? tx.update("truncate " + part) : 0;
        });
    }

    private int withoutEndpoint(Tx tx) {
        return tx.update(DELETE_OF_EACH_ENDPOINT + """
                where not exists (select 1 from webhook_endpoint w
                    where w.customer_id = v.customer_id and w.id = v.endpoint_id)
                limit ?))
                """, BATCH);
    }

    /** Whose event is gone cannot be sent again. */
    private int givenUpLongAgo(Tx tx) {
        return tx.update(
                DELETE_OF_EACH_ENDPOINT + """
                where d.event_id < ? and d.lease_owner is null
                limit ?))
                """,
                Ids.floor(EventIds.EVENT, clock.instant().minus(Retention.KEPT)),
                BATCH);
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
