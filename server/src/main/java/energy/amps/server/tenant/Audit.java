package energy.amps.server.tenant;

import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Row;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what to a tenant's account. A line is written in the transaction of what it tells of, so that neither is ever there
 * without the other; it is never changed. Thread-safe.
 */
public final class Audit {
    /** Ids of its lines begin with it. */
    public static final String PREFIX = "audit_";

    private static final Listing.Source SOURCE = new Listing.Source(
            "a.id, a.occurred_at, a.actor, a.key_id, a.action, a.subject, a.details::text as details", "audit a", "");

    private static final TypeReference<LinkedHashMap<String, Object>> DETAILS = new TypeReference<>() {};

    private final Database database;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param clock the platform's time: what was done with an account was done in real time
     * @param ids makes the ids of lines
     */
    public Audit(Database database, InstantSource clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /** Notes what a caller did; see {@link #note(Tx, Tenant, Actor, String, String, Map)}. */
    public void note(Tx tx, Caller who, String what, String subject, Map<String, ?> details) {
        note(tx, who.tenant(), new Actor.Key(who.key()), what, subject, details);
    }

    /**
     * Notes what was done, in the transaction that does it.
     *
     * @param what {@code <kind of thing>.<past tense>}: {@code device.linked}
     * @param subject the id of what it was done to
     * @param details texts, numbers, booleans, lists and maps of those; never a secret
     */
    public void note(Tx tx, Tenant tenant, Actor who, String what, String subject, Map<String, ?> details) {
        tx.update(
                """
                insert into audit (customer_id, environment, id, occurred_at, actor, key_id, action, subject, details)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                ids.next(PREFIX),
                clock.instant(),
                who.wire(),
                who.key().map(KeyId::value),
                what,
                subject,
                new Tx.Json(JsonMapper.shared().writeValueAsString(details)));
    }

    /** A page of the log, newest first. */
    public Slice<AuditEntry> list(Caller caller, AuditFilter filter, Page page) {
        StringBuilder where = new StringBuilder("a.customer_id = ? and a.environment = ?");
        List<@Nullable Object> args = new ArrayList<>(List.of(
                caller.tenant().customer().value(),
                caller.tenant().environment().wire()));
        filter.key().ifPresent(key -> {
            where.append(" and a.key_id = ?");
            args.add(key);
        });
        filter.action().ifPresent(action -> {
            where.append(" and a.action = ?");
            args.add(action);
        });
        return new Listing(SOURCE, where.toString(), args, "a.id", true)
                .page(database, caller.tenant(), page, Audit::entry, AuditEntry::id);
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.text("id"),
                row.instant("occurred_at"),
                row.text("actor"),
                row.maybeText("key_id").map(KeyId::new),
                row.text("action"),
                row.text("subject"),
                JsonMapper.shared().readValue(row.text("details"), DETAILS));
    }
}
