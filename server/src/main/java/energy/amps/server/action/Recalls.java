package energy.amps.server.action;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Row;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Withdrawals that will be done, whatever happens: asked for in the transaction that shuts a door, done by whichever node comes
 * first, again if that one dies, and once more when no request that got in before can still be under way. Thread-safe.
 */
public final class Recalls {
    private static final Logger log = LoggerFactory.getLogger(Recalls.class);

    /**
     * After this a request that found the door open is over: a node remembers it so for {@link Keys#REMEMBERED}, the request's
     * body may take 10 s to come, and its transaction 20 s.
     */
    static final Duration SETTLED = Keys.REMEMBERED.plusSeconds(35);

    /** Between two passes, so that what slipped in is not left for long. */
    private static final Duration AGAIN = Keys.REMEMBERED.plusSeconds(1);

    /** How long a node has before another takes its turn over; two at it do no harm. */
    private static final Duration TURN = Duration.ofMinutes(1);

    private static final int BATCH = 20;

    private final Database database;
    private final Withdrawals withdrawals;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param clock the platform's time
     * @param ids makes the ids of recalls
     */
    public Recalls(Database database, Withdrawals withdrawals, InstantSource clock, Ids ids) {
        this.database = database;
        this.withdrawals = withdrawals;
        this.clock = clock;
        this.ids = ids;
    }

    private record Recall(Tenant tenant, String id, Optional<KeyId> key, boolean windows, Instant askedAt) {
        Which which() {
            return key.<Which>map(Which.AcceptedBy::new).orElseGet(Which.Everything::new);
        }
    }

    /** Asks for everything that a key accepted and that has not begun. */
    public void ofKey(Tx tx, Tenant tenant, KeyId key) {
        ask(tx, tenant, Optional.of(key), false);
    }

    /** Asks for everything of a tenant, open windows included. */
    public void ofEverything(Tx tx, Tenant tenant) {
        ask(tx, tenant, Optional.empty(), true);
    }

    private void ask(Tx tx, Tenant tenant, Optional<KeyId> key, boolean windows) {
        Instant now = clock.instant();
        tx.update(
                """
                insert into recall (customer_id, environment, id, key_id, windows, asked_at, due_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                ids.next("recall_"),
                key.map(KeyId::value),
                windows,
                now,
                now);
    }

    /** The door is open again: what comes in from now on stays. */
    public void never(Tx tx, Tenant tenant) {
        tx.update(
                "delete from recall where customer_id = ? and environment = ? and key_id is null",
                tenant.customer().value(),
                tenant.environment().wire());
    }

    /** Does it now, beside what was asked for: what fails here is done by that. */
    public void now(Tenant tenant, Which which, boolean windows) {
        try {
            withdrawals.withdraw(tenant, which, windows);
        } catch (StoreException e) {
            log.warn("a withdrawal could not be done at once; it is done soon", e);
        }
    }

    /** Does what is due; gives how many actions it took back. */
    public int carryOut() {
        int touched = 0;
        try {
            for (Recall recall : claim()) {
                Instant begun = clock.instant();
                touched += withdrawals.withdraw(recall.tenant(), recall.which(), recall.windows());
                done(recall, begun);
            }
        } catch (StoreException e) {
            log.warn("a withdrawal was not finished; it is tried again, here or elsewhere", e);
        }
        return touched;
    }

    private List<Recall> claim() {
        Instant now = clock.instant();
        return database.asEngineAtOnce(tx -> tx.list(Recalls::read, """
                update recall r set due_at = ?
                from (select customer_id, id from recall where due_at <= ? order by due_at limit ? for update skip locked) d
                where r.customer_id = d.customer_id and r.id = d.id
                returning r.customer_id, r.environment, r.id, r.key_id, r.windows, r.asked_at
                """, now.plus(TURN), now, BATCH));
    }

    private void done(Recall recall, Instant begun) {
        boolean settled = !begun.isBefore(recall.askedAt().plus(SETTLED));
        database.asEngineAtOnce(tx -> settled
                ? tx.update(
                        "delete from recall where customer_id = ? and id = ?",
                        recall.tenant().customer().value(),
                        recall.id())
                : tx.update(
                        "update recall set due_at = ? where customer_id = ? and id = ?",
                        begun.plus(AGAIN),
                        recall.tenant().customer().value(),
                        recall.id()));
    }

    private static Recall read(Row row) {
        return new Recall(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                row.text("id"),
                row.maybeText("key_id").map(KeyId::new),
                row.flag("windows"),
                row.instant("asked_at"));
    }
}
