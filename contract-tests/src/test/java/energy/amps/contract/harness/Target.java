package energy.amps.contract.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The server under test.
 *
 * @param url its base URL, without a slash at the end
 * @param apiKey a sandbox key
 * @param liveKey a live key of the same customer
 * @param otherApiKey a sandbox key of another customer, where there is one
 * @param managementUrl base URL of the management listener, where it is reachable
 * @param adminToken what opens {@code /admin} there, where it is known
 */
public record Target(
        URI url,
        String apiKey,
        String liveKey,
        Optional<String> otherApiKey,
        Optional<URI> managementUrl,
        Optional<String> adminToken) {

    /** Found once: a server that did not start is not started again for every test. */
    private sealed interface Search {
        record Found(Target target) implements Search {}

        record Failed(RuntimeException why) implements Search {}
    }

    private static Optional<Search> search = Optional.empty();

    /** The one of the environment, or a server of our own. */
    public static synchronized Target current() {
        if (search.isEmpty()) {
            search = Optional.of(find());
        }
        return switch (search.get()) {
            case Search.Found(Target target) -> target;
            case Search.Failed(RuntimeException why) -> throw new IllegalStateException(why.getMessage(), why);
        };
    }

    /** A server of a test's own, under settings of its own; it ends with the tests. */
    public static Target withSettings(Map<String, String> settings) {
        return ServerProcess.start(module(), settings).target();
    }

    /** A target from variables as {@code ./amps env} prints them. */
    static Target of(Map<String, String> variables) {
        return new Target(
                URI.create(required(variables, "AMPS_URL").replaceAll("/+$", "")),
                required(variables, "AMPS_API_KEY"),
                required(variables, "AMPS_LIVE_KEY"),
                Optional.ofNullable(variables.get("AMPS_OTHER_API_KEY")),
                Optional.ofNullable(variables.get("AMPS_MANAGEMENT_URL")).map(URI::create),
                Optional.ofNullable(variables.get("AMPS_ADMIN_TOKEN")));
    }

    private static Search find() {
        try {
            Map<String, String> environment = System.getenv();
            return new Search.Found(
                    environment.containsKey("AMPS_URL")
                            ? of(environment)
                            : ServerProcess.start(module(), Map.of()).target());
        } catch (RuntimeException e) {
            return new Search.Failed(e);
        }
    }

    /** The folder of this module, whatever folder the build was started in. */
    static Path module() {
        return Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    }

    private static String required(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is needed to test a server");
        }
        return value;
    }
}
