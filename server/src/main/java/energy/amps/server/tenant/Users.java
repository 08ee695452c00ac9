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

    /**
     * Whose rows a list is to show, for a caller who may be narrowed and a filter that may name someone.
     *
     * @return empty when nobody's: the list is empty; a present empty when everybody's
     */
    public Optional<Optional<UserId>> filter(Caller caller, Optional<String> named) {
        Optional<Optional<UserId>> wanted = named.isEmpty()
                ? Optional.of(Optional.empty())
                : find(caller.tenant(), named.get()).map(Optional::of);
        return switch (caller.scope()) {
            case Caller.Scope.Everyone everyone -> wanted;
            case Caller.Scope.Nobody nobody -> Optional.empty();
            case Caller.Scope.OneUser(UserId one) ->
                wanted.filter(w -> w.isEmpty() || w.get().equals(one)).map(w -> Optional.of(one));
        };
    }
}
