package energy.amps.server;

import energy.amps.server.config.Secret;
import energy.amps.server.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operator's commands: {@code ./amps admin ...} asks a node that runs, over its management port. */
final class Admin {
    static final String USAGE = """
            usage: admin customer create <name> [--live]
                   admin customer list
                   admin customer disable | enable | disable-live | enable-live <customer id>
                   admin key create <customer id> sandbox | live
                   admin key rotate-encryption""";

    /** Disabling a customer takes back all that it has scheduled before it answers. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final URI management;
    private final String token;
    private final PrintStream out;
    private final PrintStream err;

    private Admin(URI management, String token, PrintStream out, PrintStream err) {
        this.management = management;
        this.token = token;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs one command.
     *
     * @param arguments behind {@code admin}
     * @param environment the process's variables; {@code AMPS_MANAGEMENT_URL} names a node elsewhere
     * @return whether it went through
     * @throws IllegalArgumentException for a command that there is not
     */
    static boolean run(
            List<String> arguments,
            Settings settings,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err) {
        Optional<String> token = settings.server()
                .adminToken()
                .map(Secret::reveal)
                .or(() -> AdminToken.found(settings.data().folder()));
        if (token.isEmpty()) {
            err.println("amps: there is no operator's token: set AMPS_ADMIN_TOKEN, or AMPS_DATA to the folder of a node"
                    + " that has been started.");
            return false;
        }
        return new Admin(management(settings, environment), token.get(), out, err).run(arguments);
    }

    private static URI management(Settings settings, Map<String, String> environment) {
        String address = Optional.ofNullable(environment.get("AMPS_MANAGEMENT_URL"))
                .or(() -> Demo.managementUrl(settings.data().folder()))
                .orElseGet(() -> Node.url(
                        settings.server().managementBind(), settings.server().managementPort()));
        return URI.create(address);
    }

    private boolean run(List<String> arguments) {
        return switch (String.join(" ", arguments.subList(0, Math.min(2, arguments.size())))) {
            case "customer create" -> create(arguments.subList(2, arguments.size()));
            case "customer list" -> list(sized(arguments, 2));
            case "customer disable", "customer enable", "customer disable-live", "customer enable-live" ->
                change(sized(arguments, 3));
            case "key create" -> key(sized(arguments, 4));
            case "key rotate-encryption" -> rotateEncryption(sized(arguments, 2));
            default -> throw new IllegalArgumentException("there is no such command");
        };
    }

    private static List<String> sized(List<String> arguments, int size) {
        if (arguments.size() != size) {
            throw new IllegalArgumentException("that is not how '" + String.join(" ", arguments) + "' is called");
        }
        return arguments;
    }

    private boolean create(List<String> arguments) {
        boolean live = arguments.contains("--live");
        List<String> names =
                arguments.stream().filter(each -> !each.startsWith("--")).toList();
        if (names.size() != 1 || arguments.size() != (live ? 2 : 1)) {
            throw new IllegalArgumentException("a customer has one name");
        }
        String body = JsonMapper.shared().writeValueAsString(Map.of("name", names.getFirst(), "liveEnabled", live));
        return ask("POST", "/admin/customers", body).map(this::show).isPresent();
    }

    private boolean list(List<String> arguments) {
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            String from = cursor.get().isEmpty() ? "" : "?cursor=" + encoded(cursor.get());
            Optional<JsonNode> page = ask("GET", "/admin/customers" + from, "");
            if (page.isEmpty()) {
                return false;
            }
            page.get().path("items").forEach(this::show);
            cursor = Optional.of(page.get().path("nextCursor").asString("")).filter(next -> !next.isEmpty());
        }
        return !arguments.isEmpty();
    }

    private boolean change(List<String> arguments) {
        String path = "/admin/customers/" + encoded(arguments.get(2)) + "/" + arguments.get(1);
        return ask("POST", path, "").map(this::show).isPresent();
    }

    private boolean key(List<String> arguments) {
        String body = JsonMapper.shared().writeValueAsString(Map.of("environment", arguments.get(3)));
        Optional<JsonNode> made = ask("POST", "/admin/customers/" + encoded(arguments.get(2)) + "/keys", body);
        made.ifPresent(key -> {
            err.println("amps: " + key.path("id").asString("") + " may do everything; its text is shown this once.");
            out.println(key.path("key").asString(""));
        });
        return made.isPresent();
    }

    /** Step by step, so that it may be broken off and begun again at any time. */
    private boolean rotateEncryption(List<String> arguments) {
        long anew = 0;
        long shut = 0;
        String keyId = "";
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            String from = cursor.get().isEmpty() ? "" : "?cursor=" + encoded(cursor.get());
            Optional<JsonNode> step = ask("POST", "/admin/encryption/rotate" + from, "");
            if (step.isEmpty()) {
                return false;
            }
            anew += step.get().path("sealedAnew").asLong();
            shut += step.get().path("shut").asLong();
            keyId = step.get().path("keyId").asString("");
            cursor = Optional.of(step.get().path("nextCursor").asString("")).filter(next -> !next.isEmpty());
        }
        out.println(
                anew + " sealed anew under the key " + keyId + "; every node must have it before another is dropped.");
        if (shut > 0) {
            err.println("amps: " + shut + " do not open under any key of the node that was asked; its log names them.");
        }
        return shut == 0 && !arguments.isEmpty();
    }

    private JsonNode show(JsonNode customer) {
        String state = customer.path("disabledAt").isNull()
                ? customer.path("liveEnabled").asBoolean() ? "sandbox+live" : "sandbox"
                : "disabled";
        out.println(customer.path("id").asString("") + "  " + state + "  "
                + customer.path("name").asString(""));
        return customer;
    }

    /** The answer's data; empty, and said why, where it is a refusal. */
    private Optional<JsonNode> ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(management.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JsonMapper.shared().readTree(response.body());
            if (answer.path("success").asBoolean()) {
                return Optional.of(answer.path("data"));
            }
            err.println("amps: " + answer.at("/error/code").asString("") + ": "
                    + answer.at("/error/message").asString(""));
        } catch (IOException | JacksonException e) {
            err.println("amps: no node answers at " + management + "; AMPS_MANAGEMENT_URL names another. "
                    + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
