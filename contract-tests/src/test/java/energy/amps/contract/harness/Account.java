package energy.amps.contract.harness;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An account of the sandbox, and a user of its own whom the test erases when it is done.
 *
 * @param api who links it
 * @param username by which the sandbox knows it
 * @param reference the user's
 */
public record Account(Api api, String username, String reference) implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final String RUN = Long.toString(ProcessHandle.current().pid(), 36);

    /** A user name that nobody else has, special or not; {@code offline} gives {@code offline@...}. */
    public static Account of(Api api, String name) {
        String unique = RUN + "-" + NEXT.incrementAndGet() + ".example";
        return new Account(api, name + "@" + unique, "user@" + unique);
    }

    /** What links it. */
    public ObjectNode request() {
        ObjectNode body = Json.object();
        body.put("vendor", "sandbox");
        ObjectNode credentials = body.putObject("credentials");
        credentials.put("type", "username_password");
        credentials.put("username", username);
        credentials.put("password", "secret of " + username);
        body.put("externalUserRef", reference);
        return body;
    }

    /** The same with some more said, written with single quotes. */
    public ObjectNode request(String more) {
        ObjectNode body = request();
        Json.object(more).properties().forEach(entry -> body.set(entry.getKey(), entry.getValue()));
        return body;
    }

    /** Links it, whole. */
    public JsonNode linked() {
        return api.post(201, "/links", request()).data();
    }

    /** The ids of the devices that a link shows. */
    public static List<String> devices(JsonNode link) {
        return link.path("devices")
                .valueStream()
                .map(device -> device.path("id").stringValue())
                .toList();
    }

    /** The first battery that a link shows. */
    public static Battery battery(Api api, JsonNode link) {
        return link.path("devices")
                .valueStream()
                .filter(device -> device.path("deviceType").stringValue().equals("battery"))
                .map(device -> new Battery(api, device.path("id").stringValue()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        api.uncheckedEither(202, 404, "DELETE", "/users/" + reference, "");
    }
}
