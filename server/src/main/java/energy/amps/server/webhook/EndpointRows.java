package energy.amps.server.webhook;

import energy.amps.server.secrets.Vault;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The SQL of the table {@code webhook_endpoint} under a tenant, and what of its columns is sealed. */
final class EndpointRows {
    private static final String COLUMNS =
            "e.customer_id, e.environment, e.id, e.url, e.description, e.events, e.events is null as all_events,"
                    + " e.headers, e.rate_limit, e.enabled, e.disabled_reason, e.failing_since, e.old_secret_until,"
                    + " e.created_at, e.updated_at";

    static final Listing.Source SOURCE = new Listing.Source(COLUMNS, "webhook_endpoint e", "");

    private final Vault vault;

    EndpointRows(Vault vault) {
        this.vault = vault;
    }

    Endpoint read(Row row) {
        String id = row.text("id");
        return new Endpoint(
                id,
                row.text("url"),
                row.text("description"),
                row.flag("all_events") ? Optional.empty() : Optional.of(row.texts("events")),
                headers(row.text("headers"), id),
                row.maybeText("rate_limit")
                        .map(Integer::parseInt)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                new Endpoint.Standing(
                        row.flag("enabled"), row.maybeText("disabled_reason"), row.maybeInstant("failing_since")),
                row.maybeInstant("old_secret_until"),
                row.instant("created_at"),
                row.instant("updated_at"));
    }

    Map<String, String> headers(String sealed, String endpoint) {
        return WebhookJson.texts(vault.open(sealed, owner(endpoint, "headers")));
    }

    Optional<Endpoint> find(Tx tx, Tenant tenant, String id, boolean lock) {
        return tx.one(
                this::read,
                SOURCE.select() + " where e.customer_id = ? and e.environment = ? and e.id = ?"
                        + (lock ? " for update" : ""),
                tenant.customer().value(),
                tenant.environment().wire(),
                id);
    }

    /** How many a tenant has; whoever asks is alone in asking until its transaction ends. */
    int countAlone(Tx tx, Tenant tenant) {
        return tx.both(
                        row -> true,
                        row -> row.count("counted"),
                        """
                        select pg_advisory_xact_lock(hashtext('amps.endpoints'), hashtext(?));
                        select count(*) as counted from webhook_endpoint where customer_id = ? and environment = ?
                        """,
                        tenant.customer().value(),
                        tenant.customer().value(),
                        tenant.environment().wire())
                .second()
                .getFirst();
    }

    void insert(Tx tx, Tenant tenant, Endpoint endpoint, EndpointSecret secret, String since) {
        Endpoint.Draft draft = endpoint.draft();
        tx.update(
                """
                insert into webhook_endpoint (customer_id, environment, id, url, description, events, headers, rate_limit,
                    enabled, disabled_reason, secret, since, rate_at, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                endpoint.id(),
                draft.url(),
                draft.description(),
                array(draft.events()),
                sealedHeaders(endpoint),
                boxed(draft.rateLimit()),
                draft.enabled(),
                endpoint.standing().disabledReason(),
                vault.seal(secret.text(), owner(endpoint.id(), "secret")),
                since,
                endpoint.createdAt(),
                endpoint.createdAt(),
                endpoint.createdAt());
    }

    /** @param since from which event on it is sent to, where that changes */
    void update(Tx tx, Tenant tenant, Endpoint endpoint, Optional<String> since) {
        tx.update(
                """
                update webhook_endpoint set url = ?, description = ?, events = ?, headers = ?, rate_limit = ?, enabled = ?,
                    disabled_reason = ?, failing_since = ?, since = coalesce(?::text, since), updated_at = ?
                where customer_id = ? and environment = ? and id = ?
                """,
                endpoint.url(),
                endpoint.description(),
                array(endpoint.events()),
                sealedHeaders(endpoint),
                boxed(endpoint.rateLimit()),
                endpoint.standing().enabled(),
                endpoint.standing().disabledReason(),
                endpoint.standing().failingSince(),
                since,
                endpoint.updatedAt(),
                tenant.customer().value(),
                tenant.environment().wire(),
                endpoint.id());
    }

    /** The new secret signs from now on, the present one besides it until {@code both}. */
    void rotate(Tx tx, Tenant tenant, String id, EndpointSecret secret, Instant both, Instant now) {
        tx.update(
                """
                update webhook_endpoint set old_secret = secret, old_secret_until = ?, secret = ?, updated_at = ?
                where customer_id = ? and environment = ? and id = ?
                """,
                both,
                vault.seal(secret.text(), owner(id, "secret")),
                now,
                tenant.customer().value(),
                tenant.environment().wire(),
                id);
    }

    boolean delete(Tx tx, Tenant tenant, String id) {
        return tx.update(
                        "delete from webhook_endpoint where customer_id = ? and environment = ? and id = ?",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id)
                > 0;
    }

    /** The secrets that sign at an instant, the newest first. The old one is sealed under the same name: it was the new one. */
    List<String> secrets(Row row, Instant now) {
        String owner = owner(row.text("id"), "secret");
        String secret = vault.open(row.text("secret"), owner);
        Optional<String> old = row.maybeInstant("old_secret_until")
                .filter(now::isBefore)
                .map(until -> vault.open(row.text("old_secret"), owner));
        return old.map(o -> List.of(secret, o)).orElse(List.of(secret));
    }

    private String sealedHeaders(Endpoint endpoint) {
        return vault.seal(WebhookJson.text(endpoint.headers()), owner(endpoint.id(), "headers"));
    }

    /** The sealed columns of {@code webhook_endpoint}, each with what names it for an endpoint's id. */
    static Map<String, UnaryOperator<String>> sealed() {
        return Map.of(
                "secret", id -> owner(id, "secret"),
                "old_secret", id -> owner(id, "secret"),
                "headers", id -> owner(id, "headers"));
    }

    private static String owner(String endpoint, String column) {
        return endpoint + "/" + column;
    }

    private static String @Nullable [] array(Optional<List<String>> events) {
        return events.map(list -> list.toArray(String[]::new)).orElse(null);
    }

    private static @Nullable Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
