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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** API keys. Thread-safe. */
public final class Keys {
    /** How long a looked-up key is remembered: within this a revocation holds on every node. */
    public static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** Most keys remembered. */
    public static final int REMEMBERED_MOST = 100_000;

    private static final Pattern FORM = Pattern.compile("amps_sk_(?:test|live)_[0-9A-Za-z]{32}");

    private final Database database;
    private final InstantSource clock;
    private final Cache<String, Optional<KeyRow>> remembered = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MOST)
            .build();

    /** @param clock the platform's time */
    public Keys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private record KeyRow(
            Tenant tenant, KeyId id, Optional<Instant> expiresAt, Optional<Instant> revokedAt, boolean liveEnabled) {}

    /** What the presented key opens. */
    public Authentication authenticate(String presented) {
        if (!FORM.matcher(presented).matches()) {
            return denied(ErrorCode.INVALID_API_KEY, "This is not a key of this service.");
        }
        String hash = HexFormat.of().formatHex(hash(presented));
        return remembered
                .get(hash, unknown -> find(hash(presented)))
                .map(this::judge)
                .orElseGet(() -> denied(ErrorCode.INVALID_API_KEY, "This key is not known."));
    }

    private Authentication judge(KeyRow key) {
        if (key.revokedAt().isPresent()) {
            return denied(ErrorCode.INVALID_API_KEY, "This key was revoked.");
        }
        if (key.expiresAt().filter(at -> !at.isAfter(clock.instant())).isPresent()) {
            return denied(ErrorCode.EXPIRED_TOKEN, "This key has expired.");
        }
        if (key.tenant().environment() == Environment.LIVE && !key.liveEnabled()) {
            return denied(ErrorCode.LIVE_ACCESS_DISABLED, "Live access is switched off for this customer.");
        }
        return new Authentication.Granted(key.tenant(), key.id());
    }

    /** The one query that has no tenant: it finds out which. It runs under the engine's role. */
    private Optional<KeyRow> find(byte[] hash) {
        return database.asEngineForCaller(tx -> tx.one(Keys::row, """
                select k.customer_id, k.environment, k.id, k.expires_at, k.revoked_at, c.live_enabled
                from api_key k join customer c on c.id = k.customer_id
                where k.hash = ?
                """, hash));
    }

    private static KeyRow row(Row row) {
        return new KeyRow(
                new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment"))),
                new KeyId(row.text("id")),
                row.maybeInstant("expires_at"),
                row.maybeInstant("revoked_at"),
                row.flag("live_enabled"));
    }

    private static Authentication denied(ErrorCode code, String message) {
        return new Authentication.Denied(Refusal.of(code, message));
    }

    /** What is stored of a key. */
    static byte[] hash(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
