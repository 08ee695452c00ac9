package energy.amps.server.http;

import energy.amps.fault.ErrorCode;
import energy.amps.server.http.Route.Handling;
import energy.amps.server.http.RouteTable.Match;
import energy.amps.server.http.shape.Query;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.Map;

/**
 * Lets the operator in to {@code /admin}, in the order of refusal of the API: 401, 404, 405, 413, 415, then the shape. What is
 * elsewhere on the management listener is open to anyone, or not there. Thread-safe.
 */
final class OperatorDoor {
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final String BEHIND = "/admin";

    private final OperatorFeatures operator;

    OperatorDoor(OperatorFeatures operator) {
        this.operator = operator;
    }

    Answer answer(ServerRequest request, RequestBody body, Match match, Exchange exchange) {
        if (!exchange.path().equals(BEHIND) && !exchange.path().startsWith(BEHIND + "/")) {
            return Answer.refused(Edge.notFound());
        }
        ServerRequestHeaders headers = request.headers();
        PresentedKey presented = PresentedKey.of(headers.values(API_KEY), headers.values(HeaderNames.AUTHORIZATION));
        if (!(presented instanceof PresentedKey.One(String token))) {
            return Answer.refused(
                    ErrorCode.UNAUTHORIZED, "Send the operator's token as 'Authorization: Bearer <token>'.");
        }
        if (!operator.opens(token)) {
            return Answer.refused(ErrorCode.INVALID_API_KEY, "This is not the operator's token.");
        }
        return switch (match) {
            case Match.Unknown() -> Answer.refused(Edge.notFound());
            case Match.WrongMethod wrong -> Edge.wrongMethod(wrong, exchange);
            case Match.Found(Route route, Map<String, String> ids) -> {
                exchange.matched(route.template());
                if (!(route.handling() instanceof Handling.Operated(Route.BodyRule rule, var handler))) {
                    throw new IllegalStateException("not the operator's: " + route);
                }
                yield Answer.of(Edge.read(body, rule)
                        .then(Answer.with(bytes -> handler.apply(
                                new OperatorCall(ids, Query.of(Edge.rawQuery(request), route.query()), bytes)))));
            }
        };
    }
}
