package energy.amps.server.http;

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
 */
record Route(String method, String template, Set<String> query, Handling handling) {

    /** Who answers a route. */
    sealed interface Handling {
        /** Anyone may ask. */
        record Open(Supplier<Answer> answer) implements Handling {}

        /** A key is needed. */
        record Keyed(BodyRule body, Function<Call, Answer> answer) implements Handling {}
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

    static Route patch(String template, Function<Call, Answer> answer) {
        return new Route("PATCH", template, Set.of(), new Handling.Keyed(BodyRule.REQUIRED, answer));
    }

    static Route put(String template, Function<Call, Answer> answer) {
        return new Route("PUT", template, Set.of(), new Handling.Keyed(BodyRule.REQUIRED, answer));
    }

    static Route delete(String template, Function<Call, Answer> answer) {
        return new Route("DELETE", template, Set.of(), new Handling.Keyed(BodyRule.EMPTY, answer));
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
