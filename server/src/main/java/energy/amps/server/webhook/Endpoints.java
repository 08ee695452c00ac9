package energy.amps.server.webhook;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.event.EventIds;
import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A customer's endpoints: made, changed, read, removed. Thread-safe. */
public final class Endpoints {
    /** Most endpoints of one customer in one environment. */
    public static final int MOST = 50;

    /** How long the secret before the last change signs too. */
    public static final Duration BOTH_SECRETS = Duration.ofHours(24);

    private final Database database;
    private final EndpointRows rows;
    private final Vault vault;
    private final GuardedResolver resolver;
    private final InstantSource clock;
    private final Ids ids;
    private final SecureRandom chance = new SecureRandom();

    /**
     * @param vault seals secrets; one that is shut makes no endpoints
     * @param resolver says which URLs are refused
     * @param clock the platform's time
     */
    public Endpoints(Database database, Vault vault, GuardedResolver resolver, InstantSource clock, Ids ids) {
        this.database = database;
        this.rows = new EndpointRows(vault);
        this.vault = vault;
        this.resolver = resolver;
        this.clock = clock;
        this.ids = ids;
    }

    /** Makes an endpoint; 422 for a URL that is refused, 409 when there are {@link #MOST}. */
    public Checked<Endpoint.WithSecret> create(Tenant tenant, Endpoint.Draft draft, Keep<Endpoint.WithSecret> keep) {
        return sealed().then(yes -> allowed(draft.url())).then(yes -> {
            Instant now = clock.instant();
            Endpoint endpoint = new Endpoint(
                    ids.next(Endpoint.PREFIX),
                    draft.url(),
                    draft.description(),
                    draft.events(),
                    draft.headers(),
                    draft.rateLimit(),
                    standing(draft.enabled()),
                    Optional.empty(),
                    now,
                    now);
            Endpoint.WithSecret made = new Endpoint.WithSecret(endpoint, EndpointSecret.make(chance));
            return database.<Checked<Endpoint.WithSecret>>inTransaction(tenant, tx -> {
                if (rows.countAlone(tx, tenant) >= MOST) {
                    return new Checked.Refused<>(full());
                }
                rows.insert(tx, tenant, endpoint, made.secret(), Ids.floor(EventIds.EVENT, now));
                keep.keep(tx, made);
                return new Checked.Passed<>(made);
            });
        });
    }

    /** All endpoints, the oldest first. */
    public Slice<Endpoint> list(Tenant tenant, Page page) {
        Listing listing = new Listing(
                EndpointRows.SOURCE,
                "e.customer_id = ? and e.environment = ?",
                List.of(tenant.customer().value(), tenant.environment().wire()),
                "e.id",
                false);
        return listing.page(database, tenant, page, rows::read, Endpoint::id);
    }

    /** One endpoint. */
    public Checked<Endpoint> read(Tenant tenant, String id) {
        return database.inTransaction(tenant, tx -> found(rows.find(tx, tenant, id, false)));
    }

    /**
     * Changes an endpoint. One that is enabled again gets what happens from then on: what happened in between is there to be
     * replayed.
     */
    public Checked<Endpoint> change(Tenant tenant, String id, Endpoint.Change change, Keep<Endpoint> keep) {
        // Before the transaction: looking a name up may take its time.
        Optional<Refusal> refused = change.url().flatMap(this::urlRefusal);
        return locked(tenant, id, (tx, endpoint) -> {
            if (refused.isPresent()) {
                return new Checked.Refused<>(refused.get());
            }
            Instant now = clock.instant();
            boolean enables =
                    change.enabled().orElse(false) && !endpoint.standing().enabled();
            Endpoint changed = new Endpoint(
                    id,
                    change.url().orElse(endpoint.url()),
                    change.description().orElse(endpoint.description()),
                    change.events().orElse(endpoint.events()),
                    change.headers().orElse(endpoint.headers()),
                    change.rateLimit().orElse(endpoint.rateLimit()),
                    change.enabled()
                            .filter(e -> e != endpoint.standing().enabled())
                            .map(Endpoints::standing)
                            .orElse(endpoint.standing()),
                    endpoint.oldSecretUntil(),
                    endpoint.createdAt(),
                    now);
            rows.update(tx, tenant, changed, enables ? Optional.of(Ids.floor(EventIds.EVENT, now)) : Optional.empty());
            keep.keep(tx, changed);
            return new Checked.Passed<>(changed);
        });
    }

    /** Makes a new secret; the present one signs beside it for {@link #BOTH_SECRETS}. */
    public Checked<Endpoint.WithSecret> rotate(Tenant tenant, String id, Keep<Endpoint.WithSecret> keep) {
        return sealed().then(yes -> locked(tenant, id, (tx, endpoint) -> {
            EndpointSecret secret = EndpointSecret.make(chance);
            Instant now = clock.instant();
            rows.rotate(tx, tenant, id, secret, now.plus(BOTH_SECRETS), now);
            Endpoint.WithSecret made =
                    new Endpoint.WithSecret(rows.find(tx, tenant, id, false).orElseThrow(), secret);
            keep.keep(tx, made);
            return new Checked.Passed<>(made);
        }));
    }

    /** Removes an endpoint, with what was on its way to it; gives what it was. */
    public Checked<Endpoint> delete(Tenant tenant, String id, Keep<Endpoint> keep) {
        return locked(tenant, id, (tx, endpoint) -> {
            rows.delete(tx, tenant, id);
            keep.keep(tx, endpoint);
            return new Checked.Passed<>(endpoint);
        });
    }

    /** Does work on an endpoint under its lock. */
    <T> Checked<T> locked(Tenant tenant, String id, Locked<T> work) {
        return database.inTransaction(
                tenant, tx -> found(rows.find(tx, tenant, id, true)).then(endpoint -> work.with(tx, endpoint)));
    }

    /** Work on an endpoint that is locked. */
    @FunctionalInterface
    interface Locked<T> {
        Checked<T> with(Tx tx, Endpoint endpoint);
    }

    static Checked<Endpoint> found(Optional<Endpoint> endpoint) {
        return endpoint.<Checked<Endpoint>>map(Checked.Passed::new)
                .orElseGet(() ->
                        new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "Endpoint not found or access denied.")));
    }

    private static Endpoint.Standing standing(boolean enabled) {
        return new Endpoint.Standing(enabled, enabled ? Optional.empty() : Optional.of("by_request"), Optional.empty());
    }

    private Checked<Boolean> sealed() {
        return vault.canSeal()
                ? new Checked.Passed<>(true)
                : new Checked.Refused<>(Refusal.of(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "Webhooks are not set up on this server: its operator has to set AMPS_ENCRYPTION_KEY."));
    }

    private Checked<Boolean> allowed(String url) {
        return urlRefusal(url).<Checked<Boolean>>map(Checked.Refused::new).orElseGet(() -> new Checked.Passed<>(true));
    }

    private Optional<Refusal> urlRefusal(String url) {
        Function<String, Refusal> refusal = reason -> new Refusal(
                ErrorCode.WEBHOOK_URL_REFUSED,
                "Events cannot be sent to this URL: " + reason.replace('_', ' ') + ".",
                Map.of("reason", reason));
        return resolver.refusal(url).map(refusal);
    }

    private static Refusal full() {
        return new Refusal(
                ErrorCode.CONFLICT,
                "There are " + MOST + " endpoints already; remove one first.",
                Map.of("reason", "endpoint_limit"));
    }
}
