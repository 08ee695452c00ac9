package energy.amps.server.http.view;

import energy.amps.server.credential.Rotation;
import energy.amps.server.http.shape.Query;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.ApiKey;
import energy.amps.server.tenant.AuditEntry;
import energy.amps.server.tenant.Customer;
import energy.amps.server.tenant.KeyScope;
import energy.amps.server.tenant.MadeKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Keys, the lines of the audit log, and customers. */
public final class Accounts {

    private Accounts() {}

    /** A key, without its text. */
    public static Content key(ApiKey key) {
        return out -> {
            out.writeStartObject();
            members(key, out);
            out.writeEndObject();
        };
    }

    /** A key that was just made, with its text, this once. */
    public static Content made(MadeKey made) {
        return out -> {
            out.writeStartObject();
            members(made.key(), out);
            Values.secret(out, "key", made.text());
            out.writeEndObject();
        };
    }

    /** A page of keys. */
    public static Content keys(Slice<ApiKey> slice) {
        return Lists.of(slice, Accounts::key);
    }

    private static void members(ApiKey key, JsonGenerator out) {
        out.writeStringProperty("id", key.id().value());
        Values.text(out, "name", key.name());
        Values.text(out, "prefix", key.prefix());
        Values.words(out, "scopes", KeyScope.wires(key.scopes()));
        Values.instant(out, "createdAt", Optional.of(key.createdAt()));
        Values.instant(out, "expiresAt", key.expiresAt());
        Values.instant(out, "lastUsedAt", key.lastUsedAt());
        Values.instant(out, "revokedAt", key.revokedAt());
    }

    /** A page of the audit log. */
    public static Content audit(Slice<AuditEntry> slice) {
        return Lists.of(slice, Accounts::entry);
    }

    private static Content entry(AuditEntry entry) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", entry.id());
            Values.instant(out, "occurredAt", Optional.of(entry.occurredAt()));
            out.writeStringProperty("actor", entry.actor());
            Values.text(out, "keyId", entry.key().map(KeyId::value));
            out.writeStringProperty("action", entry.action());
            out.writeStringProperty("subject", entry.subject());
            out.writeName("details");
            Values.any(out, entry.details());
            out.writeEndObject();
        };
    }

    /** A customer, for the operator. */
    public static Content customer(Customer customer) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("id", customer.id().value());
            out.writeStringProperty("name", customer.name());
            out.writeBooleanProperty("liveEnabled", customer.liveEnabled());
            Values.instant(out, "disabledAt", customer.disabledAt());
            Values.instant(out, "createdAt", Optional.of(customer.createdAt()));
            out.writeEndObject();
        };
    }

    /** How far the sealing under another key has come, for the operator. */
    public static Content rotated(Rotation.Step step) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("keyId", step.key());
            out.writeNumberProperty("sealedAnew", step.sealedAnew());
            out.writeNumberProperty("shut", step.shut());
            Values.text(out, "nextCursor", step.next());
            out.writeEndObject();
        };
    }

    /**
     * Customers, for the operator.
     *
     * @param more whether others may follow
     */
    public static Content customers(List<Customer> page, boolean more) {
        return out -> {
            out.writeStartObject();
            out.writeName("items");
            out.writeStartArray();
            page.forEach(each -> customer(each).write(out));
            out.writeEndArray();
            Values.text(
                    out,
                    "nextCursor",
                    more ? Optional.of(Query.Cursor.of(page.getLast().id().value())) : Optional.empty());
            out.writeEndObject();
        };
    }
}
