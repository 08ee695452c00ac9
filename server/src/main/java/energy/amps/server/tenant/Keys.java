package energy.amps.server.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Turns presented keys into tenants. Thread-safe. */
public final class Keys {
    /** How long a looked-up key is remembered: within this a revocation holds on every node. */
    public static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** Most keys remembered. */
    public static final int REMEMBERED_MOST = 100_000;

    /** How long a key counts as one that exists: looking it up again is no guess. */
    private static final Duration KNOWN = Duration.ofHours(24);

    private final Database database;
    private final InstantSource clock;
    private final KeyUse use;
    private final Guesses guesses = new Guesses(System::nanoTime);
    private final Cache<String, Optional<KeyRow>> remembered = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MOST)
            .build();
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(KNOWN)
            .maximumSize(REMEMBERED_MOST)
            .build();

    /**
     * @param clock the platform's time
     * @param use is told which keys open doors
     */
    public Keys(Database database, InstantSource clock, KeyUse use) {
        this.database = database;
        this.clock = clock;
        this.use = use;
    }

    private record KeyRow(
            Tenant tenant,
            KeyId id,
            Set<KeyScope> scopes,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            boolean liveEnabled,
            boolean disabled) {}

    /** What the key opens that came from an address. */
    public Authentication authenticate(String presented, InetAddress from) {
        if (!KeyTexts.isOne(presented)) {
            return denied(ErrorCode.INVALID_API_KEY, "This is not a key of this service.");
        }
        String hash = HexFormat.of().formatHex(KeyTexts.hash(presented));
        Optional<KeyRow> row = remembered.getIfPresent(hash);
        if (row == null) {
            boolean guess = known.getIfPresent(hash) == null;
            if (guess && !guesses.take(from)) {
                return denied(
                        ErrorCode.RATE_LIMIT_EXCEEDED, "Too many unknown keys came from this address; wait a little.");
            }
            row = remembered.get(hash, unknown -> find(KeyTexts.hash(presented)));
            if (guess && row.isPresent()) {
                known.put(hash, true);
                guesses.giveBack(from);
            }
        }
        return row.map(this::judge).orElseGet(() -> denied(ErrorCode.INVALID_API_KEY, "This key is not known."));
    }

    /** What the key opens that somebody in this house holds. */
    public Authentication authenticate(String presented) {
        return authenticate(presented, InetAddress.getLoopbackAddress());
    }

    /** A key was revoked: it is so here at once. */
    void forget(KeyId key) {
        forget(row -> row.id().equals(key));
    }

    /** A customer's doors were shut or opened: they are so here at once. */
    void forget(CustomerId customer) {
        forget(row -> row.tenant().customer().equals(customer));
    }

    private void forget(Predicate<KeyRow> which) {
        remembered.asMap().values().removeIf(row -> row.filter(which).isPresent());
    }

    private Authentication judge(KeyRow key) {
        if (key.revokedAt().isPresent()) {
            return denied(ErrorCode.INVALID_API_KEY, "This key was revoked.");
        }
        if (key.expiresAt().isPresent() && !key.expiresAt().get().isAfter(clock.instant())) {
            return denied(ErrorCode.EXPIRED_TOKEN, "This key has expired.");
        }
        if (key.disabled()) {
            return shut(key, ErrorCode.INSUFFICIENT_PERMISSIONS, "This customer is disabled.");
        }
        if (key.tenant().environment() == Environment.LIVE && !key.liveEnabled()) {
            return shut(key, ErrorCode.LIVE_ACCESS_DISABLED, "Live access is switched off for this customer.");
        }
        use.of(key.tenant(), key.id());
        return new Authentication.Granted(key.tenant(), key.id(), key.scopes());
    }

    /** The one query that has no tenant: it finds out which. It runs under the engine's role. */
    private Optional<KeyRow> find(byte[] hash) {
        return database.asEngineForCaller(tx -> tx.one(Keys::row, """
                select k.customer_id, k.environment, k.id, k.scopes, k.expires_at, k.revoked_at, c.live_enabled,
                    c.disabled_at is not null as disabled
                from api_key k join customer c on c.id = k.customer_id
                where k.hash = ?
                """, hash));
    }

    private static KeyRow row(Row row) {
        return new KeyRow(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                new KeyId(row.text("id")),
                ApiKey.scopes(row),
                row.maybeInstant("expires_at"),
                row.maybeInstant("revoked_at"),
                row.flag("live_enabled"),
                row.flag("disabled"));
    }

    private static Authentication denied(ErrorCode code, String message) {
        return new Authentication.Denied(Refusal.of(code, message));
    }

    private static Authentication shut(KeyRow key, ErrorCode code, String message) {
        return new Authentication.Shut(key.tenant(), key.id(), Refusal.of(code, message));
    }
}
