package energy.amps.server.http;

import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Accounts;
import energy.amps.server.store.KeyId;
import energy.amps.server.store.Page;
import energy.amps.server.tenant.ApiKey;
import energy.amps.server.tenant.Audit;
import energy.amps.server.tenant.AuditFilter;
import energy.amps.server.tenant.KeyRing;
import energy.amps.server.tenant.KeyScope;
import energy.amps.server.tenant.MadeKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of a customer's own account: keys and the audit log. All need {@code admin}. */
final class AccountRoutes {
    private final Features features;

    AccountRoutes(Features features) {
        this.features = features;
    }

    List<Route> all() {
        return List.of(
                Route.get("/keys", Set.of("limit", "offset", "cursor"), this::list)
                        .admin(),
                Route.post("/keys", BodyRule.REQUIRED, this::make).admin(),
                Route.get("/keys/{keyId}", Set.of(), this::read).admin(),
                Route.delete("/keys/{keyId}", Set.of("cancelScheduled"), this::revoke)
                        .admin(),
                Route.get("/audit", Set.of("limit", "offset", "cursor", "keyId", "action"), this::audit)
                        .admin());
    }

    private Answer list(Call call) {
        Page page = call.query().page(KeyRing.PREFIX);
        return Answer.of(call.query()
                .then(Answer.passing(
                        () -> Answer.ok(Accounts.keys(features.account().listKeys(call.caller(), page))))));
    }

    private Answer make(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.key(call.body(), KeyScope.USUAL))
                .then(wanted -> call.kept(
                        (MadeKey made) -> new Answer.Data(201, Accounts.made(made), Optional.empty()),
                        keep -> features.account().makeKey(call.caller(), wanted, keep))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> features.account().readKey(call.caller(), key(call)))
                .then(Answer.with(key -> Answer.ok(Accounts.key(key)))));
    }

    private Answer revoke(Call call) {
        boolean cancelScheduled = call.query().flag("cancelScheduled");
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing -> call.kept((ApiKey key) -> Answer.ok(Accounts.key(key)), keep -> features.account()
                        .revokeKey(call.caller(), key(call), cancelScheduled, keep))));
    }

    private Answer audit(Call call) {
        Page page = call.query().page(Audit.PREFIX);
        AuditFilter filter =
                new AuditFilter(call.query().text("keyId"), call.query().text("action"));
        return Answer.of(call.query()
                .then(Answer.passing(
                        () -> Answer.ok(Accounts.audit(features.account().audit(call.caller(), filter, page))))));
    }

    private static KeyId key(Call call) {
        return new KeyId(call.id("keyId"));
    }
}
