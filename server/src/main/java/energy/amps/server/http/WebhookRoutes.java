package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.event.EventIds;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Content;
import energy.amps.server.http.view.Endpoints;
import energy.amps.server.store.Page;
import energy.amps.server.store.Tenant;
import energy.amps.server.webhook.Attempt;
import energy.amps.server.webhook.Deliveries;
import energy.amps.server.webhook.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The routes of webhook endpoints (contract section 9), for keys that administrate: what is set here sends everything elsewhere. */
final class WebhookRoutes {
    private static final List<String> STATES = List.of("succeeded", "failed");

    private final WebhookFeatures webhooks;

    WebhookRoutes(WebhookFeatures webhooks) {
        this.webhooks = webhooks;
    }

    List<Route> all() {
        String all = "/webhook-endpoints";
        String one = all + "/{endpointId}";
        return Stream.of(
                        Route.get(all, Set.of("limit", "offset", "cursor"), this::list),
                        Route.post(all, BodyRule.REQUIRED, this::create),
                        Route.get(one, Set.of(), this::read),
                        Route.patch(one, this::change),
                        Route.delete(one, this::delete),
                        Route.post(one + "/rotate-secret", BodyRule.EMPTY, this::rotate),
                        Route.post(one + "/test", BodyRule.EMPTY, this::test),
                        Route.get(
                                one + "/attempts",
                                Set.of("limit", "offset", "cursor", "eventId", "messageId", "state"),
                                this::attempts),
                        Route.post(one + "/resend", BodyRule.REQUIRED, this::resend),
                        Route.post(one + "/replay", BodyRule.REQUIRED, this::replay))
                .map(Route::admin)
                .toList();
    }

    private Answer list(Call call) {
        Page page = call.query().page(Endpoint.PREFIX);
        return Answer.of(
                call.query().then(Answer.passing(() -> Answer.ok(Endpoints.list(webhooks.list(tenant(call), page))))));
    }

    private Answer create(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.endpoint(call.body()))
                .then(draft -> call.kept(
                        (Endpoint.WithSecret made) -> data(201, Endpoints.withSecret(made)),
                        keep -> webhooks.create(call.caller(), draft, keep))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> webhooks.read(tenant(call), call.endpoint()))
                .then(Answer.with(endpoint -> Answer.ok(Endpoints.whole(endpoint)))));
    }

    private Answer change(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.endpointChange(call.body()))
                .then(change -> call.kept(
                        (Endpoint endpoint) -> Answer.ok(Endpoints.whole(endpoint)),
                        keep -> webhooks.change(call.caller(), call.endpoint(), change, keep))));
    }

    private Answer delete(Call call) {
        return nothing(
                call,
                () -> call.kept(
                        (Endpoint endpoint) -> Answer.ok(Endpoints.removed(endpoint)),
                        keep -> webhooks.delete(call.caller(), call.endpoint(), keep)));
    }

    private Answer rotate(Call call) {
        return nothing(
                call,
                () -> call.kept(
                        (Endpoint.WithSecret made) -> Answer.ok(Endpoints.withSecret(made)),
                        keep -> webhooks.rotate(call.caller(), call.endpoint(), keep)));
    }

    private Answer test(Call call) {
        return nothing(
                call,
                () -> call.kept(WebhookRoutes::enqueued, keep -> webhooks.test(tenant(call), call.endpoint(), keep)));
    }

    private Answer attempts(Call call) {
        Page page = call.query().page(Attempt.PREFIX);
        Optional<String> message =
                call.query().text("messageId").map(id -> id.startsWith(EventIds.MESSAGE) ? EventIds.event(id) : id);
        Optional<Boolean> succeeded = call.query()
                .word("state", word -> Optional.of(word).filter(STATES::contains), STATES)
                .map(word -> word.equals(STATES.getFirst()));
        Attempt.Filter filter = new Attempt.Filter(call.query().text("eventId").or(() -> message), succeeded);
        return Answer.of(call.query()
                .then(() -> webhooks.attempts(tenant(call), call.endpoint(), filter, page))
                .then(Answer.with(slice -> Answer.ok(Endpoints.attempts(slice)))));
    }

    private Answer resend(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.resend(call.body()))
                .then(event -> call.kept(
                        WebhookRoutes::enqueued, keep -> webhooks.resend(tenant(call), call.endpoint(), event, keep))));
    }

    private Answer replay(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.replay(call.body()))
                .then(range -> call.kept(
                        (Deliveries.Replayed replayed) -> data(202, Endpoints.replayed(replayed)),
                        keep -> webhooks.replay(tenant(call), call.endpoint(), range, keep))));
    }

    private static Answer nothing(Call call, java.util.function.Supplier<Checked<Answer>> next) {
        return Answer.of(call.query().then(() -> Bodies.nothing(call.body())).then(nothing -> next.get()));
    }

    private static Answer enqueued(Deliveries.Enqueued enqueued) {
        return data(202, Endpoints.enqueued(enqueued));
    }

    private static Answer data(int status, Content content) {
        return new Answer.Data(status, content, Optional.empty());
    }

    private static Tenant tenant(Call call) {
        return call.caller().tenant();
    }
}
