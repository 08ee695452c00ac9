package energy.amps.server.tenant;

import energy.amps.server.store.KeyId;
import energy.amps.server.store.Row;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A key, as its owner sees it: never its text.
 *
 * @param id its id
 * @param name what its owner calls it
 * @param prefix the first characters of its text
 * @param scopes what it may do
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself
 * @param lastUsedAt when it was last used, to the minute; empty while it was not
 * @param revokedAt when it was revoked
 */
public record ApiKey(
        KeyId id,
        Optional<String> name,
        Optional<String> prefix,
        Set<KeyScope> scopes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {

    static final String COLUMNS =
            "k.id, k.name, k.prefix, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at";

    /** Copies the scopes. */
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    static ApiKey read(Row row) {
        return new ApiKey(
                new KeyId(row.text("id")),
                row.maybeText("name"),
                row.maybeText("prefix"),
                scopes(row),
                row.instant("created_at"),
                row.maybeInstant("expires_at"),
                row.maybeInstant("last_used_at"),
                row.maybeInstant("revoked_at"));
    }

    static Set<KeyScope> scopes(Row row) {
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        row.texts("scopes").forEach(word -> scopes.add(KeyScope.of(word).orElseThrow()));
        return Set.copyOf(scopes);
    }

    /** Whether it opens something at that instant, as far as it depends on the key. */
    boolean isGood(Instant now) {
        return revokedAt.isEmpty() && expiresAt.filter(at -> !at.isAfter(now)).isEmpty();
    }
}
