package energy.amps.server.tenant;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of one customer and environment, in its own hands. Thread-safe. */
public final class KeyRing {
    /** Ids of keys begin with it. */
    public static final String PREFIX = "key_";

    private static final Listing.Source SOURCE = new Listing.Source(ApiKey.COLUMNS, "api_key k", "");
    private static final String OF_TENANT = "k.customer_id = ? and k.environment = ?";

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;
    private final Keys keys;
    private final Audit audit;

    /**
     * @param clock the platform's time
     * @param ids makes the keys' ids and texts
     * @param keys is told of revocations, so that they hold here at once
     */
    public KeyRing(Database database, InstantSource clock, Ids ids, Keys keys, Audit audit) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.keys = keys;
        this.audit = audit;
    }

    /** Makes a key; {@code VALIDATION_ERROR} for one that would have ended already. */
    public Checked<MadeKey> make(Caller caller, NewKey wanted, Keep<MadeKey> keep) {
        return timely(wanted)
                .then(key -> new Checked.Passed<>(database.inTransaction(caller.tenant(), tx -> {
                    MadeKey made = make(tx, caller.tenant(), new Actor.Key(caller.key()), key);
                    keep.keep(tx, made);
                    return made;
                })));
    }

    /** The same key, unless it would have ended already. */
    Checked<NewKey> timely(NewKey wanted) {
        if (wanted.expiresAt().filter(at -> !at.isAfter(clock.instant())).isEmpty()) {
            return new Checked.Passed<>(wanted);
        }
        String message = "has gone by";
        return new Checked.Refused<>(new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: /expiresAt: " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", "/expiresAt", "message", message)))));
    }

    /** Makes a key in the caller's transaction, whoever that is. */
    MadeKey make(Tx tx, Tenant tenant, Actor who, NewKey wanted) {
        String text = KeyTexts.fresh(tenant.environment(), ids);
        ApiKey key = new ApiKey(
                new KeyId(ids.next(PREFIX)),
                wanted.name(),
                Optional.of(KeyTexts.prefix(text)),
                wanted.scopes(),
                clock.instant(),
                wanted.expiresAt(),
                Optional.empty(),
                Optional.empty());
        tx.update(
                """
                insert into api_key (customer_id, environment, id, hash, name, prefix, scopes, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                key.id().value(),
                KeyTexts.hash(text),
                key.name(),
                key.prefix(),
                KeyScope.wires(key.scopes()).toArray(String[]::new),
                key.createdAt(),
                key.expiresAt());
        audit.note(tx, tenant, who, "key.created", key.id().value(), details(key));
        return new MadeKey(key, text);
    }

    private static Map<String, Object> details(ApiKey key) {
        Map<String, Object> details = new LinkedHashMap<>();
        key.name().ifPresent(name -> details.put("name", name));
        details.put("scopes", KeyScope.wires(key.scopes()));
        key.expiresAt().ifPresent(at -> details.put("expiresAt", at.toString()));
        return details;
    }

    /** A page of the keys, newest first; revoked and expired ones too. */
    public Slice<ApiKey> list(Caller caller, Page page) {
        Tenant tenant = caller.tenant();
        return new Listing(
                        SOURCE,
                        OF_TENANT,
                        List.of(tenant.customer().value(), tenant.environment().wire()),
                        "k.id",
                        true)
                .page(database, tenant, page, ApiKey::read, key -> key.id().value());
    }

    /** One key; {@code NOT_FOUND} for another tenant's. */
    public Checked<ApiKey> read(Caller caller, KeyId id) {
        Tenant tenant = caller.tenant();
        return found(database
                .list(
                        tenant,
                        ApiKey::read,
                        SOURCE.select() + " where " + OF_TENANT + " and k.id = ?",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id.value())
                .stream()
                .findFirst());
    }

    private static Checked<ApiKey> found(Optional<ApiKey> key) {
        return key.<Checked<ApiKey>>map(Checked.Passed::new)
                .orElseGet(() -> new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "There is no such key.")));
    }

    /**
     * Revokes a key, for good; again, it changes nothing. {@code CONFLICT} for the last key that may make others: without it
     * the customer could not let itself in again.
     */
    public Checked<ApiKey> revoke(Caller caller, KeyId id, Keep<ApiKey> keep) {
        Checked<ApiKey> revoked = database.inTransaction(
                caller.tenant(), tx -> found(locked(tx, caller.tenant(), id)).then(key -> {
                    if (key.revokedAt().isPresent()) {
                        keep.keep(tx, key);
                        return new Checked.Passed<>(key);
                    }
                    return isLastDoor(tx, caller.tenant(), key) ? lastDoor() : revoked(tx, caller, key, keep);
                }));
        keys.forget(id);
        return revoked;
    }

    /** Whoever revokes locks all keys that count, in one order: two who each leave the other's key would leave none. */
    private static Optional<ApiKey> locked(Tx tx, Tenant tenant, KeyId id) {
        return tx
                .list(
                        ApiKey::read,
                        SOURCE.select() + " where " + OF_TENANT
                                + " and (k.id = ? or (k.revoked_at is null and 'admin' = any (k.scopes)))"
                                + " order by k.id for update",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id.value())
                .stream()
                .filter(key -> key.id().equals(id))
                .findFirst();
    }

    private boolean isLastDoor(Tx tx, Tenant tenant, ApiKey key) {
        Instant now = clock.instant();
        return key.scopes().contains(KeyScope.ADMIN)
                && key.isGood(now)
                && tx.list(
                                ApiKey::read,
                                SOURCE.select() + " where " + OF_TENANT
                                        + " and k.id <> ? and k.revoked_at is null and 'admin' = any (k.scopes)"
                                        + " and (k.expires_at is null or k.expires_at > ?) limit 1",
                                tenant.customer().value(),
                                tenant.environment().wire(),
                                key.id().value(),
                                now)
                        .isEmpty();
    }

    private static Checked<ApiKey> lastDoor() {
        return new Checked.Refused<>(new Refusal(
                ErrorCode.CONFLICT,
                "This is the last key of the environment that may manage keys; make another one first.",
                Map.of("reason", "last_admin_key")));
    }

    private Checked<ApiKey> revoked(Tx tx, Caller caller, ApiKey key, Keep<ApiKey> keep) {
        Instant now = clock.instant();
        tx.update(
                "update api_key set revoked_at = ? where customer_id = ? and environment = ? and id = ?",
                now,
                caller.tenant().customer().value(),
                caller.tenant().environment().wire(),
                key.id().value());
        audit.note(
                tx,
                caller,
                "key.revoked",
                key.id().value(),
                key.name().<Map<String, ?>>map(name -> Map.of("name", name)).orElse(Map.of()));
        ApiKey after = new ApiKey(
                key.id(),
                key.name(),
                key.prefix(),
                key.scopes(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                Optional.of(now));
        keep.keep(tx, after);
        return new Checked.Passed<>(after);
    }
}
