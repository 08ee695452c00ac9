package energy.amps.server.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import energy.amps.server.store.Database;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast each key may ask: a token bucket per key, shared by all nodes over one row in the database (decision 0017).
 *
 * <p>A node has a small credit for each key. Requests use it up in memory, by one atomic step; when it is gone the node tells
 * the row what was used, learns what the key has left, and takes a new credit of at most that. So nodes together exceed the
 * measure by a credit each at most, one node alone by nothing, and one request in {@code rate/10} makes a round trip.
 *
 * <p>When the database does not answer, requests pass, and meet what they meet there: a refusal is never a guess. Thread-safe.
 */
public final class Allowances {
    private static final Logger log = LoggerFactory.getLogger(Allowances.class);

    /** Most keys remembered; what is forgotten begins with a credit again. */
    public static final int KEYS_MOST = 100_000;

    /** A node's credit is this part of what comes in a second, or of the burst where that is less. */
    public static final int CREDIT_PART = 10;

    /** After such a pause what was used before it is told at once. */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final double NANOS = 1e9;

    /**
     * Refilled first as far as the last use, then charged for the use, then refilled to now: what was used long ago has come
     * back since. The instant is taken before the row's lock is waited for, and never goes back.
     */
    private static final String CHARGE = """
            insert into allowance as a (customer_id, environment, key_id, tokens, refilled_at)
            values (?, ?, ?, least(?::float8, ?::float8 - ?::float8 + ?::float8 * ?::float8), clock_timestamp())
            on conflict (customer_id, key_id) do update set
                tokens = least(?::float8,
                    least(?::float8, a.tokens + ?::float8 * greatest(0,
                        extract(epoch from excluded.refilled_at - a.refilled_at)::float8 - ?::float8)) - ?::float8
                    + ?::float8 * least(?::float8, greatest(0,
                        extract(epoch from excluded.refilled_at - a.refilled_at)::float8))),
                refilled_at = greatest(a.refilled_at, excluded.refilled_at)
            returning floor(a.tokens)::bigint as tokens
            """;

    /**
     * How fast.
     *
     * @param perSecond requests a second that every key may make; 0 for no limit
     * @param burst requests at once, after a pause
     */
    public record Rate(int perSecond, int burst) {
        long credit() {
            return Math.max(1, Math.min(perSecond, burst) / CREDIT_PART);
        }
    }

    private final Rate rate;
    private final Database database;
    private final LongSupplier nanoTime;
    private final Cache<KeyId, Measure> measures =
            Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(KEYS_MOST).build();

    /** @param nanoTime a clock for durations */
    public Allowances(Rate rate, Database database, LongSupplier nanoTime) {
        this.rate = rate;
        this.database = database;
        this.nanoTime = nanoTime;
    }

    /** Counts a request of a key; empty where there is no limit. */
    public Optional<Allowance> spend(Tenant tenant, KeyId key) {
        if (rate.perSecond() == 0) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        Measure measure = measures.get(key, first -> new Measure(rate, now));
        return Optional.of(measure.spend(now) ? measure.allowed(now) : renewed(tenant, key, measure));
    }

    /** Who finds the credit used up renews it; those who come meanwhile wait for that one. */
    private Allowance renewed(Tenant tenant, KeyId key, Measure measure) {
        measure.renewing.lock();
        try {
            long now = nanoTime.getAsLong();
            if (measure.spend(now)) {
                return measure.allowed(now);
            }
            if (measure.isClosed(now)) {
                return measure.refused(now);
            }
            measure.renew(left(tenant, key, measure, now), nanoTime.getAsLong());
            return measure.spend(now) ? measure.allowed(now) : measure.refused(now);
        } finally {
            measure.renewing.unlock();
        }
    }

    private Optional<Long> left(Tenant tenant, KeyId key, Measure measure, long now) {
        double burst = rate.burst();
        double perSecond = rate.perSecond();
        double used = measure.used();
        double age = Math.max(0, now - measure.lastUse) / NANOS;
        try {
            return database
                    .list(
                            tenant,
                            row -> row.number("tokens"),
                            CHARGE,
                            tenant.customer().value(),
                            tenant.environment().wire(),
                            key.value(),
                            burst,
                            burst,
                            used,
                            perSecond,
                            age,
                            burst,
                            burst,
                            perSecond,
                            age,
                            used,
                            perSecond,
                            age)
                    .stream()
                    .findFirst();
        } catch (StoreException e) {
            log.debug("could not renew the credit of {}; its requests pass", key, e);
            return Optional.empty();
        }
    }

    /** What this node knows of one key. */
    private static final class Measure {
        private final Rate rate;
        private final ReentrantLock renewing = new ReentrantLock();

        /** Requests that may pass before the row is asked; below zero, those that found none left. */
        private final AtomicLong credit;

        /** How much credit was given since the row was last told, what the key had left by then, and when that was. */
        private volatile long given;

        private volatile long left;
        private volatile long renewedAt;

        /** Nothing is left before that. */
        private volatile long closedUntil;

        private volatile long lastUse;

        Measure(Rate rate, long now) {
            this.rate = rate;
            this.given = rate.credit();
            this.credit = new AtomicLong(given);
            this.left = rate.burst();
            this.renewedAt = now;
            this.closedUntil = now;
            this.lastUse = now;
        }

        boolean spend(long now) {
            if (now - lastUse > SETTLE.toNanos() && used() > 0) {
                return false; // told before it mixes with new use: by its own age it has come back since
            }
            if (credit.get() > 0 && credit.getAndDecrement() > 0) {
                lastUse = now;
                return true;
            }
            return false;
        }

        long used() {
            return given - Math.max(0, credit.get());
        }

        boolean isClosed(long now) {
            return now - closedUntil < 0;
        }

        /** Takes a new credit of what the row says is left; where it said nothing, a whole one, which it is told of later. */
        void renew(Optional<Long> rowsLeft, long now) {
            if (rowsLeft.isEmpty()) {
                long unreported = given; // changed under the lock alone, and read without it
                given = unreported + rate.credit();
                credit.set(rate.credit());
                return;
            }
            long has = rowsLeft.get();
            left = has;
            renewedAt = now;
            given = Math.clamp(has, 0, rate.credit());
            credit.set(given);
            if (given == 0) {
                // Not for every single token: half a credit is worth a round trip.
                long wanted = Math.max(1, rate.credit() / 2) - has;
                closedUntil = now + (long) Math.ceil(wanted * NANOS / rate.perSecond());
            }
        }

        Allowance allowed(long now) {
            int remaining = remaining(now);
            return new Allowance(true, rate.burst(), remaining, seconds(rate.burst() - remaining), 0);
        }

        Allowance refused(long now) {
            long wait = Math.max(0, closedUntil - now);
            return new Allowance(
                    false, rate.burst(), 0, seconds(rate.burst()), Math.max(1, (int) Math.ceil(wait / NANOS)));
        }

        private int remaining(long now) {
            double refilled = rate.perSecond() * (Math.max(0, now - renewedAt) / NANOS);
            return (int) Math.clamp(left - used() + refilled, 0, rate.burst());
        }

        private int seconds(int tokens) {
            return Math.ceilDiv(tokens, rate.perSecond());
        }
    }
}
