package energy.amps.server.http;

import energy.amps.server.tenant.KeyScope;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One operation of the API, as data.
 *
 * @param method in capitals
 * @param template its path, ids in braces: {@code /actions/{actionId}/cancel}
 * @param query the query parameters it takes
 * @param handling who answers
 * @param needs what a key must be allowed to do
 * @param wide whether it concerns the whole customer, so that a caller narrowed to one user may not
 */
record Route(String method, String template, Set<String> query, Handling handling, KeyScope needs, boolean wide) {

    /** Reading needs {@code read}, changing needs {@code write}. */
    private Route(String method, String template, Set<String> query, Handling handling) {
        this(method, template, query, handling, method.equals("GET") ? KeyScope.READ : KeyScope.WRITE, false);
    }

    /** Who answers a route. */
    sealed interface Handling {
        /** Anyone may ask. */
        record Open(Supplier<Answer> answer) implements Handling {}

        /** A key is needed. */
        record Keyed(BodyRule body, Function<Call, Answer> answer) implements Handling {}

        /** The operator's token is needed. */
        record Operated(BodyRule body, Function<OperatorCall, Answer> answer) implements Handling {}
    }

    /** Whether a route reads the request's body. */
    enum BodyRule {
        /** It does not; what is sent is skipped. */
        UNREAD,
        /** A JSON object. */
        REQUIRED,
        /** Nothing, or an empty JSON object. */
        EMPTY
    }

    static Route open(String template, Supplier<Answer> answer) {
        return new Route("GET", template, Set.of(), new Handling.Open(answer));
    }

    static Route get(String template, Set<String> query, Function<Call, Answer> answer) {
        return new Route("GET", template, query, new Handling.Keyed(BodyRule.UNREAD, answer));
    }

    static Route post(String template, BodyRule body, Function<Call, Answer> answer) {
        return new Route("POST", template, Set.of(), new Handling.Keyed(body, answer));
    }

    /** One that takes query parameters. */
    static Route post(String template, Set<String> query, BodyRule body, Function<Call, Answer> answer) {
        return new Route("POST", template, query, new Handling.Keyed(body, answer));
    }

    static Route patch(String template, Function<Call, Answer> answer) {
        return new Route("PATCH", template, Set.of(), new Handling.Keyed(BodyRule.REQUIRED, answer));
    }

    static Route put(String template, Function<Call, Answer> answer) {
        return new Route("PUT", template, Set.of(), new Handling.Keyed(BodyRule.REQUIRED, answer));
    }

    static Route delete(String template, Function<Call, Answer> answer) {
        return new Route("DELETE", template, Set.of(), new Handling.Keyed(BodyRule.EMPTY, answer));
    }

    /** A deletion that takes query parameters. */
    static Route delete(String template, Set<String> query, Function<Call, Answer> answer) {
        return new Route("DELETE", template, query, new Handling.Keyed(BodyRule.EMPTY, answer));
    }

    /** A route for the operator alone. */
    static Route operated(
            String method, String template, Set<String> query, BodyRule body, Function<OperatorCall, Answer> answer) {
        return new Route(method, template, query, new Handling.Operated(body, answer));
    }

    /** The same route for keys that administrate, and for no single user. */
    Route admin() {
        return new Route(method, template, query, handling, KeyScope.ADMIN, true);
    }

    /** The same route, for no single user. */
    Route customerWide() {
        return new Route(method, template, query, handling, needs, true);
    }

    /** Whether it may change something: all but GET. */
    boolean changes() {
        return !method.equals("GET");
    }

    boolean isOpen() {
        return handling instanceof Handling.Open;
    }

    /** The template's segments, without the leading slash. */
    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }
}
