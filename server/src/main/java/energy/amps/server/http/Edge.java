package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.Route.Handling;
import energy.amps.server.http.RouteTable.Match;
import energy.amps.server.http.shape.Query;
import energy.amps.server.store.ActionId;
import energy.amps.server.tenant.Authentication;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.KeyScope;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * The order of refusal of contract section 2, in one place: 401, 429, 404 route, 405, 413, 415, 403, then a repetition under an
 * {@code Idempotency-Key}, the route's own 400 and whatever the features say. Thread-safe.
 */
final class Edge {

    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("last-event-id");
    private static final HeaderName USER = HeaderNames.create("x-user-id");

    private static final Refusal TOO_FAST =
            Refusal.of(ErrorCode.RATE_LIMIT_EXCEEDED, "This key asks faster than it may; wait as 'Retry-After' says.");
    private static final Refusal NOT_FOR_ONE_USER = Refusal.of(
            ErrorCode.INSUFFICIENT_PERMISSIONS,
            "This concerns the whole customer, not one end user: leave 'x-user-id' out.");

    private final Features features;
    private final Traffic traffic;
    private final RouteTable routes;
    private final Optional<OperatorDoor> operators;
    private final IdempotentCalls idempotent;

    /**
     * An edge over one table.
     *
     * @param operators who opens what is not open to anyone; without them keys do, and a key is needed even to learn that a
     *     path does not exist
     */
    Edge(Features features, Traffic traffic, RouteTable routes, Optional<OperatorDoor> operators) {
        this.features = features;
        this.traffic = traffic;
        this.routes = routes;
        this.operators = operators;
        this.idempotent = new IdempotentCalls(features.claims());
    }

    Answer answer(ServerRequest request, RequestBody body, Exchange exchange) {
        Match match = routes.match(exchange.method(), exchange.path());
        return switch (match) {
            case Match.Found(Route route, Map<String, String> ids)
            when route.handling() instanceof Handling.Open open -> {
                exchange.matched(route.template());
                yield Answer.of(Query.of(rawQuery(request), route.query()).then(Answer.passing(open.answer())));
            }
            case Match.WrongMethod wrong when wrong.open() -> wrongMethod(wrong, exchange);
            default ->
                operators.isPresent()
                        ? operators.get().answer(request, body, match, exchange)
                        : admitted(request, body, match, exchange);
        };
    }

    /** Whether the key of a request that was admitted still opens its door: streams ask again and again. */
    boolean stillAdmits(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        return PresentedKey.of(headers.values(API_KEY), headers.values(HeaderNames.AUTHORIZATION))
                        instanceof PresentedKey.One(String key)
                && features.authenticate(key, from(request)) instanceof Authentication.Granted;
    }

    /**
     * Work takes a place among the requests worked on, or is refused at once; waiting for a client to send its body is no
     * work, and takes none: slow clients keep nobody out.
     */
    private Answer inPlace(Exchange exchange, Supplier<Answer> work) {
        if (!traffic.begin()) {
            return overloaded(exchange);
        }
        try {
            return work.get();
        } finally {
            traffic.finish();
        }
    }

    private static Answer overloaded(Exchange exchange) {
        exchange.unavailable(Unavailable.OVERLOAD);
        return Answer.refused(ErrorCode.SERVICE_UNAVAILABLE, "Too much is going on at once; try again.");
    }

    private Answer admitted(ServerRequest request, RequestBody body, Match match, Exchange exchange) {
        if (traffic.isRefusing()) {
            exchange.unavailable(Unavailable.DRAINING);
            return Answer.refused(ErrorCode.SERVICE_UNAVAILABLE, "This node is shutting down; try again.");
        }
        ServerRequestHeaders headers = request.headers();
        PresentedKey presented = PresentedKey.of(headers.values(API_KEY), headers.values(HeaderNames.AUTHORIZATION));
        if (!(presented instanceof PresentedKey.One(String key))) {
            return Answer.refused(noKey(presented));
        }
        if (!traffic.begin()) {
            return overloaded(exchange);
        }
        Authentication authentication;
        try {
            authentication = features.authenticate(key, from(request));
            exchange.within(
                    switch (authentication) {
                        case Authentication.Granted granted -> features.spend(granted.tenant(), granted.key());
                        case Authentication.Shut shut -> features.spend(shut.tenant(), shut.key());
                        case Authentication.Denied denied -> Optional.empty();
                    });
        } finally {
            traffic.finish();
        }
        return authenticated(authentication, request, body, match, exchange);
    }

    private static InetAddress from(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private Answer authenticated(
            Authentication authentication, ServerRequest request, RequestBody body, Match match, Exchange exchange) {
        switch (authentication) {
            case Authentication.Granted granted -> exchange.of(granted.tenant());
            case Authentication.Shut shut -> exchange.of(shut.tenant());
            case Authentication.Denied(Refusal refusal) -> {
                return refusal.code() == ErrorCode.RATE_LIMIT_EXCEEDED ? tooFast(refusal, 1) : Answer.refused(refusal);
            }
        }
        if (exchange.allowance().isPresent() && !exchange.allowance().get().allowed()) {
            return tooFast(TOO_FAST, exchange.allowance().get().retrySeconds());
        }
        return switch (match) {
            case Match.Unknown() -> Answer.refused(notFound());
            case Match.WrongMethod wrong -> wrongMethod(wrong, exchange);
            case Match.Found(Route route, Map<String, String> ids) -> {
                exchange.matched(route.template());
                exchange.prefersCsv(Accept.prefersCsv(request.headers().values(HeaderNames.ACCEPT)));
                Optional.ofNullable(ids.get("actionId")).ifPresent(id -> {
                    exchange.about(new ActionId(id));
                    MDC.put("actionId", id);
                });
                yield switch (route.handling()) {
                    case Handling.Open open -> throw new IllegalStateException("open routes need no key: " + route);
                    case Handling.Operated operated -> throw new IllegalStateException("no route of the API: " + route);
                    case Handling.Keyed(BodyRule rule, var handler) -> {
                        Checked<byte[]> read = read(body, rule);
                        yield inPlace(
                                exchange,
                                () -> Answer.of(read.then(bytes -> caller(route, authentication, request.headers())
                                        .then(Answer.with(caller -> idempotent.answer(
                                                route,
                                                new Call(
                                                        caller,
                                                        ids,
                                                        Query.of(rawQuery(request), route.query()),
                                                        bytes,
                                                        Keeping.nothing(features.claims()),
                                                        request.headers().first(LAST_EVENT_ID)),
                                                request.headers(),
                                                rawQuery(request),
                                                handler))))));
                    }
                };
            }
        };
    }

    static Checked<byte[]> read(RequestBody body, BodyRule rule) {
        if (rule == BodyRule.UNREAD) {
            return new Checked.Passed<>(new byte[0]);
        }
        return body.read()
                .then(bytes -> bytes.length == 0 || body.isJson()
                        ? new Checked.Passed<>(bytes)
                        : new Checked.Refused<>(Refusal.of(
                                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                "Send the body as 'Content-Type: application/json', in UTF-8 and not compressed.")));
    }

    private Checked<Caller> caller(Route route, Authentication authentication, ServerRequestHeaders headers) {
        return switch (authentication) {
            case Authentication.Denied(Refusal refusal) -> new Checked.Refused<>(refusal);
            case Authentication.Shut shut -> new Checked.Refused<>(shut.refusal());
            case Authentication.Granted granted
            when !route.needs().isIn(granted.scopes()) -> new Checked.Refused<>(lacks(route.needs()));
            case Authentication.Granted granted -> {
                // Two users are no user: narrowing must never widen.
                List<String> users = headers.values(USER);
                Optional<String> user = users.isEmpty() ? Optional.empty() : Optional.of(String.join(",", users));
                yield route.wide() && user.isPresent()
                        ? new Checked.Refused<>(NOT_FOR_ONE_USER)
                        : new Checked.Passed<>(
                                new Caller(granted.tenant(), granted.key(), features.scope(granted.tenant(), user)));
            }
        };
    }

    private static Refusal lacks(KeyScope scope) {
        return new Refusal(
                ErrorCode.INSUFFICIENT_PERMISSIONS,
                "This needs a key with the scope '" + scope.wire() + "'.",
                Map.of("requiredScope", scope.wire()));
    }

    private static Answer tooFast(Refusal refusal, int retrySeconds) {
        return new Answer.Refused(refusal, Map.of("Retry-After", Integer.toString(retrySeconds)));
    }

    private static Refusal noKey(PresentedKey presented) {
        return presented instanceof PresentedKey.Contradiction
                ? Refusal.of(ErrorCode.INVALID_API_KEY, "The request carries several keys that differ; send one.")
                : Refusal.of(
                        ErrorCode.UNAUTHORIZED,
                        "Send your API key as 'x-api-key: <key>' or as 'Authorization: Bearer <key>'.");
    }

    static Refusal notFound() {
        return Refusal.of(ErrorCode.NOT_FOUND, "There is no such route.");
    }

    static Answer wrongMethod(Match.WrongMethod wrong, Exchange exchange) {
        exchange.matched(wrong.template());
        String allowed = String.join(", ", wrong.allowed());
        return new Answer.Refused(
                Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This route takes " + allowed + "."),
                Map.of("Allow", allowed));
    }

    static String rawQuery(ServerRequest request) {
        return request.prologue().query().rawValue();
    }
}
