package energy.amps.contract.harness;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The sandbox's batteries, found by what they declare. */
public final class Batteries {

    private Batteries() {}

    /** All of them. */
    public static List<Battery> all() {
        Api api = Api.sandbox();
        return api.get(200, "/battery?limit=50")
                .data()
                .path("items")
                .valueStream()
                .map(item -> new Battery(api, item.path("id").stringValue()))
                .toList();
    }

    /** One that takes every shape and both strategies, and whose settings can be written. */
    public static Battery fullFeatured() {
        return first(
                "full-featured",
                read -> executions(read).contains("immediate")
                        && executions(read).contains("windowed")
                        && read.path("conflictStrategies").size() == 2
                        && read.path("settings").has("charge_ceiling"));
    }

    /** One that takes windows and nothing else. */
    public static Battery windowedOnly() {
        return first("windowed-only", read -> executions(read).equals(Set.of("windowed")));
    }

    /** One that can only be read. */
    public static Battery readOnly() {
        return first("read-only", read -> read.path("commands").isEmpty());
    }

    private static Battery first(String kind, Predicate<JsonNode> declares) {
        return all().stream()
                .filter(battery -> declares.test(battery.read()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the sandbox has no " + kind + " battery"));
    }

    private static Set<String> executions(JsonNode read) {
        return read.path("commands")
                .valueStream()
                .flatMap(command -> command.path("execution").valueStream())
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }
}
