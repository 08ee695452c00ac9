package energy.amps.contract.harness;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An OpenAPI document, as the judge of requests and answers. Thread-safe. */
public final class ApiDocument {
    private static final String BASE = "https://amps.invalid/openapi.json";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final JsonNode root;
    private final SchemaRegistry registry;
    private final Map<String, Schema> compiled = new LinkedHashMap<>();

    /** Reads a document. */
    public ApiDocument(JsonNode root) {
        this.root = root;
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getDraft202012(), builder -> builder.schemas(Map.of(BASE, root.toString())));
    }

    /**
     * One method on one path.
     *
     * @param method in capitals
     * @param template the path with its parameters in braces
     * @param pointer where it stands in the document
     */
    public record Operation(String method, String template, String pointer) {}

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /** Every path, in the document's order. */
    public List<String> templates() {
        return List.copyOf(root.path("paths").propertyNames());
    }

    /** The methods that a path lists, in capitals. */
    public Set<String> methods(String template) {
        Set<String> methods = new LinkedHashSet<>();
        for (String key : root.path("paths").path(template).propertyNames()) {
            if (METHODS.contains(key)) {
                methods.add(key.toUpperCase(Locale.ROOT));
            }
        }
        return methods;
    }

    /** The operation that serves a path, or empty when none is documented. */
    public Optional<Operation> operation(String method, String path) {
        return templates().stream()
                .filter(template -> matches(template, path))
                .filter(template -> methods(template).contains(method))
                .findFirst()
                .map(template -> new Operation(
                        method, template, "/paths/" + escape(template) + "/" + method.toLowerCase(Locale.ROOT)));
    }

    /** Whether an operation can be answered with success: a push to a family that takes no commands cannot. */
    public boolean succeeds(String method, String template) {
        return operation(method, template).stream()
                .flatMap(operation -> at(operation.pointer() + "/responses").propertyNames().stream())
                .anyMatch(status -> status.startsWith("2"));
    }

    /** The enum of error codes. */
    public List<String> errorCodes() {
        return texts(at("/components/schemas/ErrorCode/enum"));
    }

    /** What is wrong with a request that is meant to be valid; empty when nothing is. */
    public List<String> requestViolations(
            String method, String path, Map<String, String> query, Optional<JsonNode> body) {
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            return List.of(method + " " + path + " is not documented");
        }
        List<String> violations = new ArrayList<>(queryViolations(operation.get(), query));
        String requestBody = resolve(operation.get().pointer() + "/requestBody");
        if (at(requestBody).isMissingNode()) {
            body.ifPresent(unexpected -> violations.add("no request body is documented"));
        } else if (body.isPresent()) {
            violations.addAll(violations(requestBody + "/content/application~1json/schema", body.get()));
        } else if (at(requestBody + "/required").asBoolean(false)) {
            violations.add("the request body is required");
        }
        return violations;
    }

    /** What is wrong with the body of an event; empty when nothing is. */
    public List<String> eventViolations(String type, JsonNode body) {
        return violations("/webhooks/" + type + "/post/requestBody/content/application~1json/schema", body);
    }

    /** What is wrong with an answer; empty when nothing is. */
    public List<String> responseViolations(String method, String path, int status, Set<String> headers, JsonNode body) {
        Optional<Operation> operation = operation(method, path);
        if (operation.isEmpty()) {
            return status >= 400
                    ? violations("/components/schemas/ErrorEnvelope", body)
                    : List.of(method + " " + path + " is not documented and answered " + status);
        }
        String response = resolve(operation.get().pointer() + "/responses/" + status);
        if (at(response).isMissingNode()) {
            return List.of("status " + status + " is not documented for " + method + " "
                    + operation.get().template());
        }
        List<String> violations = new ArrayList<>(violations(response + "/content/application~1json/schema", body));
        for (String header : at(response + "/headers").propertyNames()) {
            if (at(resolve(response + "/headers/" + escape(header)) + "/required")
                            .asBoolean(false)
                    && headers.stream().noneMatch(header::equalsIgnoreCase)) {
                violations.add("the header " + header + " is missing");
            }
        }
        return violations;
    }

    /** What is wrong with a value by the schema at a pointer; empty when nothing is. */
    public List<String> violations(String schemaPointer, JsonNode value) {
        if (at(schemaPointer).isMissingNode()) {
            return List.of("no schema at " + schemaPointer);
        }
        Schema schema;
        synchronized (compiled) {
            schema = compiled.computeIfAbsent(
                    schemaPointer, pointer -> registry.getSchema(SchemaLocation.of(BASE + "#" + pointer)));
        }
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** The node at a JSON pointer; missing when there is none. */
    public JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** The pointer behind a {@code $ref}, or the pointer itself where there is none. */
    public String resolve(String pointer) {
        JsonNode reference = at(pointer).path("$ref");
        return reference.isString() ? resolve(reference.stringValue().substring(1)) : pointer;
    }

    /** One step of a JSON pointer. */
    public static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    private List<String> queryViolations(Operation operation, Map<String, String> query) {
        Map<String, String> declared = new LinkedHashMap<>();
        String path = operation.pointer().substring(0, operation.pointer().lastIndexOf('/'));
        for (String owner : List.of(path, operation.pointer())) {
            for (int i = 0; i < at(owner + "/parameters").size(); i++) {
                String parameter = resolve(owner + "/parameters/" + i);
                if (at(parameter + "/in").asString("").equals("query")) {
                    declared.put(at(parameter + "/name").asString(), parameter + "/schema");
                }
            }
        }
        List<String> violations = new ArrayList<>();
        query.forEach((name, text) -> {
            if (!declared.containsKey(name)) {
                violations.add("the query parameter " + name + " is not documented");
            } else {
                String schema = declared.get(name);
                violations.addAll(
                        violations(schema, typed(text, at(schema + "/type").asString("string"))));
            }
        });
        return violations;
    }

    private static JsonNode typed(String text, String type) {
        return type.equals("string") || text.isEmpty() ? JsonNodeFactory.instance.stringNode(text) : Json.parse(text);
    }

    private static boolean matches(String template, String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean fits = expected[i].startsWith("{") ? !actual[i].isEmpty() : expected[i].equals(actual[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
