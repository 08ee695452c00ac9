package energy.amps.server.tenant;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Database;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** End users of a customer. One that is being erased is nowhere to be found. Thread-safe. */
public final class Users {
    private static final Listing.Source SOURCE =
            new Listing.Source("u.id, u.external_ref, u.created_at", "end_user u", "");

    private final Database database;

    /** Users of the customers in that database. */
    public Users(Database database) {
        this.database = database;
    }

    /** The user of that id, or of that reference of the integrator's own; empty when the tenant has none such. */
    public Optional<UserId> find(Tenant tenant, String idOrReference) {
        return database
                .list(
                        tenant,
                        row -> new UserId(row.text("id")),
                        """
                        select id from end_user
                        where customer_id = ? and environment = ? and (id = ? or external_ref = ?) and leaving_at is null
                        order by (id = ?) desc limit 1
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        idOrReference,
                        idOrReference,
                        idOrReference)
                .stream()
                .findFirst();
    }

    /** A page of users, newest first; the one of an id or of a reference, where named. */
    public Slice<EndUser> list(Caller caller, Optional<String> named, Page page) {
        Caller.Scope whose = filter(caller, named);
        if (whose instanceof Caller.Scope.Nobody) {
            return Slice.empty(page);
        }
        List<@Nullable Object> args = new ArrayList<>(List.of(
                caller.tenant().customer().value(),
                caller.tenant().environment().wire()));
        String where = "u.customer_id = ? and u.environment = ? and u.leaving_at is null";
        if (whose instanceof Caller.Scope.OneUser(UserId one)) {
            where += " and u.id = ?";
            args.add(one.value());
        }
        return new Listing(SOURCE, where, args, "u.id", true)
                .page(database, caller.tenant(), page, EndUser::read, user -> user.id()
                        .value());
    }

    /** The user of that id or reference, as far as the caller may see it. */
    public Checked<EndUser> read(Caller caller, String idOrReference) {
        return list(caller, Optional.of(idOrReference), new Page(1, 0, Optional.empty())).items().stream()
                .findFirst()
                .<Checked<EndUser>>map(Checked.Passed::new)
                .orElseGet(Users::notFound);
    }

    /** The user cannot be found by this caller. */
    public static <T> Checked<T> notFound() {
        return new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "User not found or access denied"));
    }

    /**
     * The user of a reference, made where there is none; a new one without. Until the transaction ends it cannot be erased.
     *
     * @param fresh the id of a user who is made
     */
    public static UserId ofReference(Tx tx, Tenant tenant, Optional<String> reference, UserId fresh, Instant now) {
        // Twice: between the two statements the one that was there may have been erased.
        for (int i = 0; i < 2; i++) {
            tx.update("""
                    insert into end_user (customer_id, environment, id, external_ref, created_at) values (?, ?, ?, ?, ?)
                    on conflict (customer_id, environment, external_ref) do nothing
                    """, tenant.customer().value(), tenant.environment().wire(), fresh.value(), reference, now);
            Optional<UserId> found = tx.one(
                    row -> new UserId(row.text("id")),
                    reference.isPresent()
                            ? "select id from end_user where customer_id = ? and environment = ? and external_ref = ? for share"
                            : "select id from end_user where customer_id = ? and environment = ? and id = ? for share",
                    tenant.customer().value(),
                    tenant.environment().wire(),
                    reference.orElse(fresh.value()));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("a user came and went twice within a transaction");
    }

    /** Holds on to a user until the transaction ends; not to one who is being erased. */
    public static boolean isThere(Tx tx, Tenant tenant, UserId user) {
        return tx.one(
                        row -> row.text("id"),
                        """
                        select id from end_user where customer_id = ? and environment = ? and id = ? and leaving_at is null
                        for share
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        user.value())
                .isPresent();
    }

    /** How much a call sees that names that user, or none. */
    public Caller.Scope scope(Tenant tenant, Optional<String> named) {
        return named.<Caller.Scope>map(name -> find(tenant, name)
                        .<Caller.Scope>map(Caller.Scope.OneUser::new)
                        .orElseGet(Caller.Scope.Nobody::new))
                .orElseGet(Caller.Scope.Everyone::new);
    }

    /** Whose rows a list shows to a caller who may be narrowed, under a filter that may name someone. */
    public Caller.Scope filter(Caller caller, Optional<String> named) {
        if (named.isEmpty()) {
            return caller.scope();
        }
        Caller.Scope wanted = scope(caller.tenant(), named);
        return switch (caller.scope()) {
            case Caller.Scope.Everyone everyone -> wanted;
            case Caller.Scope.Nobody nobody -> nobody;
            case Caller.Scope.OneUser one -> one.equals(wanted) ? one : new Caller.Scope.Nobody();
        };
    }
}
