package energy.amps.contract.harness;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The sandbox's devices of any family, found by what they declare. */
public final class Household {
    private static final Api API = Api.sandbox();

    private Household() {}

    private record Appliance(Api api, String path, String id) implements Device {}

    /** All devices of a family. */
    public static List<Device> all(String family) {
        return API.get(200, "/" + family + "?limit=50")
                .data()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").stringValue())
                .<Device>map(id -> new Appliance(API, "/" + family + "/" + id, id))
                .toList();
    }

    /** The first device of a family whose read shows something. */
    public static Device first(String family, String what, Predicate<JsonNode> shows) {
        return all(family).stream()
                .filter(device -> shows.test(device.read()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the sandbox has no " + family + " " + what));
    }

    /** The first device of a family that takes a command in every one of the shapes. */
    public static Device taking(String family, String command, String... shapes) {
        return first(
                family, "taking " + command, read -> executions(read, command).containsAll(List.of(shapes)));
    }

    /** The shapes that a read declares for a command. */
    public static Set<String> executions(JsonNode read, String command) {
        return read.path("commands")
                .path(command)
                .path("execution")
                .valueStream()
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }
}
