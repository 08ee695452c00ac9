package energy.amps.server.tenant;

import energy.amps.server.store.Database;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.UserId;
import java.util.Optional;

/** End users of a customer. Thread-safe. */
public final class Users {
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
                        where customer_id = ? and environment = ? and (id = ? or external_ref = ?)
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
