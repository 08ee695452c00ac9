package energy.amps.server.idempotency;

import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Row;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims as rows of the table {@code idempotency}. */
public final class ClaimRows implements Claims {
    private static final Logger log = LoggerFactory.getLogger(ClaimRows.class);

    /** How long an answer is repeated (contract section 2), by the platform's time. */
    public static final Duration KEPT = Duration.ofDays(2);

    /** How long a claim keeps others out: longer than any request takes whose node lives. */
    public static final Duration CLAIMED = Duration.ofMinutes(1);

    /** How often a claim is tried whose key changes hands at the same moment. */
    static final int TRIES = 3;

    /** Not waiting for the disk: see the package. */
    private static final String LAZILY = "set_config('synchronous_commit', 'off', true) as lazily";

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param clock the platform's time
     * @param ids makes tokens
     */
    public ClaimRows(Database database, InstantSource clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /** What stands under a key. */
    private record Standing(
            String token,
            boolean isSame,
            Instant createdAt,
            Instant claimedUntil,
            Optional<Long> status,
            Optional<String> data) {

        static Standing read(Row row) {
            return new Standing(
                    row.text("token"),
                    row.flag("is_same"),
                    row.instant("created_at"),
                    row.instant("claimed_until"),
                    row.maybeText("status").map(Long::valueOf),
                    row.maybeText("data"));
        }

        boolean isOver(Instant now) {
            return status.isPresent() ? !createdAt.plus(KEPT).isAfter(now) : !claimedUntil.isAfter(now);
        }

        Claim asClaim() {
            if (!isSame) {
                return new Claim.Reused();
            }
            return status.isPresent()
                    ? new Claim.Kept(Math.toIntExact(status.get()), data.orElseThrow())
                    : new Claim.Running();
        }
    }

    @Override
    public Claim claim(Tenant tenant, KeyedRequest request) {
        Claim.Mine mine = new Claim.Mine(tenant, request, ids.next("claim_"));
        for (int i = 0; i < TRIES; i++) {
            Tx.Both<Boolean, Standing> found = insert(mine);
            if (!found.first().isEmpty()) {
                return mine;
            }
            Optional<Standing> standing = found.second().stream().findFirst();
            Instant now = clock.instant();
            if (standing.isPresent() && !standing.get().isOver(now)) {
                return standing.get().asClaim();
            }
            if (standing.isPresent() && takesOver(mine, standing.get(), now)) {
                return mine;
            }
        }
        return new Claim.Running();
    }

    /**
     * Looks before it inserts: an insert on a row that is being completed would wait for that, where a caller is to be told
     * that the request runs.
     */
    private Tx.Both<Boolean, Standing> insert(Claim.Mine mine) {
        Instant now = clock.instant();
        return database.both(
                mine.tenant(),
                row -> true,
                Standing::read,
                """
                insert into idempotency (customer_id, environment, scope, request, token, created_at, claimed_until)
                select m.*, r.request, r.token, r.created_at, r.claimed_until
                from (values (?, ?, ?)) m (customer_id, environment, scope),
                     (values (?, ?, ?::timestamptz, ?::timestamptz)) r (request, token, created_at, claimed_until)
                where not exists (select from idempotency i
                    where i.customer_id = m.customer_id and i.environment = m.environment and i.scope = m.scope)
                on conflict do nothing
                returning %s;
                select token, request = ? as is_same, created_at, claimed_until, status, data from idempotency
                where customer_id = ? and environment = ? and scope = ?
                """.formatted(LAZILY),
                mine.tenant().customer().value(),
                mine.tenant().environment().wire(),
                mine.request().scope(),
                mine.request().content(),
                mine.token(),
                now,
                now.plus(CLAIMED),
                mine.request().content(),
                mine.tenant().customer().value(),
                mine.tenant().environment().wire(),
                mine.request().scope());
    }

    /** Whoever held it cannot complete any more; when it just did, its answer stands and nothing is taken. */
    private boolean takesOver(Claim.Mine mine, Standing from, Instant now) {
        List<Boolean> taken = database.list(
                mine.tenant(),
                row -> true,
                """
                update idempotency set token = ?, request = ?, created_at = ?, claimed_until = ?, status = null, data = null
                where customer_id = ? and environment = ? and scope = ? and token = ? and (status is null) = ?
                returning %s
                """.formatted(LAZILY),
                mine.token(),
                mine.request().content(),
                now,
                now.plus(CLAIMED),
                mine.tenant().customer().value(),
                mine.tenant().environment().wire(),
                mine.request().scope(),
                from.token(),
                from.status().isEmpty());
        return !taken.isEmpty();
    }

    @Override
    public void complete(Tx tx, Claim.Mine claim, int status, String data) {
        int completed = tx.update(
                """
                update idempotency set status = ?, data = ?
                where customer_id = ? and environment = ? and scope = ? and token = ? and status is null
                """,
                status,
                data,
                claim.tenant().customer().value(),
                claim.tenant().environment().wire(),
                claim.request().scope(),
                claim.token());
        if (completed != 1) {
            throw new LostClaim();
        }
    }

    @Override
    public void complete(Claim.Mine claim, int status, String data) {
        database.inTransaction(claim.tenant(), tx -> {
            complete(tx, claim, status, data);
            return true;
        });
    }

    /** Safe even while nobody knows whether the effect was committed: its transaction holds the row until it ends. */
    @Override
    public void release(Claim.Mine claim) {
        try {
            database.list(
                    claim.tenant(),
                    row -> true,
                    """
                    delete from idempotency
                    where customer_id = ? and environment = ? and scope = ? and token = ? and status is null
                    returning %s
                    """.formatted(LAZILY),
                    claim.tenant().customer().value(),
                    claim.tenant().environment().wire(),
                    claim.request().scope(),
                    claim.token());
        } catch (StoreException e) {
            log.warn("a claim on an Idempotency-Key could not be released; it lapses", e);
        }
    }
}
