package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Accounts;
import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Customer;
import energy.amps.server.tenant.Customers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The operator's routes, on the management listener. */
final class OperatorRoutes {
    private final OperatorFeatures operator;

    OperatorRoutes(OperatorFeatures operator) {
        this.operator = operator;
    }

    List<Route> all() {
        return List.of(
                Route.operated("GET", "/admin/customers", Set.of("cursor"), BodyRule.UNREAD, this::list),
                Route.operated("POST", "/admin/customers", Set.of(), BodyRule.REQUIRED, this::create),
                Route.operated(
                        "GET",
                        "/admin/customers/{customerId}",
                        Set.of(),
                        BodyRule.UNREAD,
                        call -> customer(call, operator::customer)),
                change("disable", id -> operator.setDisabled(id, true)),
                change("enable", id -> operator.setDisabled(id, false)),
                change("disable-live", id -> operator.setLive(id, false)),
                change("enable-live", id -> operator.setLive(id, true)),
                Route.operated(
                        "POST", "/admin/customers/{customerId}/keys", Set.of(), BodyRule.REQUIRED, this::makeKey),
                Route.operated(
                        "POST", "/admin/encryption/rotate", Set.of("cursor"), BodyRule.EMPTY, this::rotateEncryption));
    }

    private static Route change(String verb, Function<CustomerId, Checked<Customer>> change) {
        return Route.operated(
                "POST",
                "/admin/customers/{customerId}/" + verb,
                Set.of(),
                BodyRule.EMPTY,
                call -> Answer.of(
                        Bodies.nothing(call.body()).then(nothing -> new Checked.Passed<>(customer(call, change)))));
    }

    private static Answer customer(OperatorCall call, Function<CustomerId, Checked<Customer>> of) {
        return Answer.of(call.query()
                .then(() -> of.apply(call.customer()))
                .then(Answer.with(customer -> Answer.ok(Accounts.customer(customer)))));
    }

    private Answer list(OperatorCall call) {
        Optional<CustomerId> after = call.query().page("cus_").after().map(CustomerId::new);
        return Answer.of(call.query().then(Answer.passing(() -> {
            List<Customer> page = operator.customers(after);
            return Answer.ok(Accounts.customers(page, page.size() == Customers.PAGE));
        })));
    }

    private Answer create(OperatorCall call) {
        return Answer.of(call.query()
                .then(() -> Bodies.customer(call.body()))
                .then(wanted -> operator.create(wanted.name(), wanted.liveEnabled()))
                .then(Answer.with(made -> new Answer.Data(201, Accounts.customer(made), Optional.empty()))));
    }

    private Answer rotateEncryption(OperatorCall call) {
        Optional<String> from = call.query().text("cursor");
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing -> operator.rotateEncryption(from))
                .then(Answer.with(step -> Answer.ok(Accounts.rotated(step)))));
    }

    private Answer makeKey(OperatorCall call) {
        return Answer.of(call.query()
                .then(() -> Bodies.operatorsKey(call.body()))
                .then(wanted -> operator.makeKey(new Tenant(call.customer(), wanted.environment()), wanted.key()))
                .then(Answer.with(made -> new Answer.Data(201, Accounts.made(made), Optional.empty()))));
    }
}
