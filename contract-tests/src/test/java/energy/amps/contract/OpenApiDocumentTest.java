package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import energy.amps.contract.harness.ApiDocument;
import energy.amps.contract.harness.RepositoryFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of this repository is sound in itself; that the server serves and keeps it is {@link SurfaceTest}. */
class OpenApiDocumentTest {
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "enum",
            "const",
            "description",
            "format",
            "pattern",
            "examples",
            "default",
            "title",
            "required",
            "properties",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "minProperties",
            "dependentRequired",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minLength",
            "maxLength");

    private final ApiDocument document = RepositoryFiles.openApi();

    @Test
    void everyReferenceResolves() {
        List<String> dangling = new ArrayList<>();
        walk("", document.root(), (pointer, node) -> {
            JsonNode reference = node.path("$ref");
            if (reference.isString()
                    && (!reference.stringValue().startsWith("#/")
                            || document.at(reference.stringValue().substring(1)).isMissingNode())) {
                dangling.add(pointer + " -> " + reference.stringValue());
            }
        });
        assertThat(dangling).isEmpty();
    }

    @Test
    void everySchemaIsAJsonSchemaOfKnownKeywords() {
        Schema metaSchema = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        Map<String, Object> wrong = new LinkedHashMap<>();
        schemas().forEach((pointer, schema) -> {
            var errors = metaSchema.validate(schema);
            if (!errors.isEmpty()) {
                wrong.put(pointer, errors);
            }
            if (schema.isObject() && !KEYWORDS.containsAll(schema.propertyNames())) {
                wrong.put(pointer, schema.propertyNames());
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyExampleIsValidByItsSchema() {
        Map<String, List<String>> wrong = new LinkedHashMap<>();
        int[] examples = {0};
        walk("", document.root(), (pointer, node) -> {
            if (pointer.endsWith("/application~1json")) {
                for (String name : node.path("examples").propertyNames()) {
                    String example = document.resolve(pointer + "/examples/" + ApiDocument.escape(name));
                    List<String> violations = document.violations(pointer + "/schema", document.at(example + "/value"));
                    examples[0]++;
                    if (!violations.isEmpty()) {
                        wrong.put(example, violations);
                    }
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(examples[0]).isGreaterThan(40);
    }

    @Test
    void everyOperationHasItsOwnIdAndIsExplained() {
        Set<String> ids = new HashSet<>();
        for (String template : document.templates()) {
            for (String method : document.methods(template)) {
                JsonNode operation = document.at(
                        document.operation(method, template).orElseThrow().pointer());
                assertThat(ids.add(operation.path("operationId").asString("")))
                        .as("operationId of %s %s", method, template)
                        .isTrue();
                assertThat(operation.path("summary").asString("")).isNotBlank();
                assertThat(operation.path("description").asString("")).isNotBlank();
            }
        }
        assertThat(ids).doesNotContain("");
    }

    @Test
    void everyAnswerOfEveryOperationHasASchema() {
        List<String> bare = new ArrayList<>();
        walk("", document.root(), (pointer, node) -> {
            if (pointer.matches("/paths/[^/]+/[^/]+/responses/\\d{3}")
                    && document.at(document.resolve(pointer) + "/content/application~1json/schema")
                            .isMissingNode()) {
                bare.add(pointer);
            }
        });
        assertThat(bare).isEmpty();
    }

    /** Contract section 2, Idempotency-Key. */
    @Test
    void everyOperationThatMayChangeSomethingIsRepeatable() {
        List<String> wrong = new ArrayList<>();
        for (String template : document.templates()) {
            for (String method : document.methods(template)) {
                String pointer =
                        document.operation(method, template).orElseThrow().pointer();
                if (!method.equals("GET") && document.succeeds(method, template) && !isRepeatable(pointer)) {
                    wrong.add(method + " " + template);
                }
            }
        }
        assertThat(wrong)
                .as(
                        "without the parameter IdempotencyKey, the header IdempotentReplayed of each 2xx, or the codes of 409 and 422")
                .isEmpty();
    }

    private boolean isRepeatable(String operation) {
        boolean takesKey = document.at(operation + "/parameters")
                .valueStream()
                .anyMatch(each -> each.path("$ref").asString("").endsWith("/IdempotencyKey"));
        boolean says = document.at(operation + "/responses").propertyNames().stream()
                .filter(status -> status.startsWith("2"))
                .map(status -> document.resolve(operation + "/responses/" + status))
                // Of a rehearsal nothing is kept.
                .filter(answer -> !answer.endsWith("/Rehearsed"))
                .allMatch(answer ->
                        !document.at(answer + "/headers/Idempotent-Replayed").isMissingNode());
        return takesKey
                && says
                && codes(operation, 409).contains("IDEMPOTENCY_IN_PROGRESS")
                && codes(operation, 422).contains("IDEMPOTENCY_KEY_REUSED");
    }

    private String codes(String operation, int status) {
        String answer = document.resolve(operation + "/responses/" + status);
        return document.at(answer + "/content/application~1json/schema/properties/error/properties/code/enum")
                .toString();
    }

    @Test
    void everyCodeOfAnAnswerIsInTheListOfCodes() {
        Set<String> used = new HashSet<>();
        walk("/components/responses", document.at("/components/responses"), (pointer, node) -> {
            if (pointer.endsWith("/error/properties/code/enum")) {
                node.valueStream().map(JsonNode::stringValue).forEach(used::add);
            }
        });
        // No operation can answer these: the path or the method is not in the document.
        used.addAll(Set.of("NOT_FOUND", "METHOD_NOT_ALLOWED"));
        assertThat(document.errorCodes()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void anAnswerWithAnUndocumentedKeyIsAViolation() {
        assertSurpriseIsSeen("ActionCompleted", "/actions/act_1");
        assertSurpriseIsSeen("BatteryCharging", "/battery/device_1");
    }

    private void assertSurpriseIsSeen(String exampleName, String path) {
        JsonNode example =
                document.at("/components/examples/" + exampleName + "/value").deepCopy();
        assertThat(document.responseViolations("GET", path, 200, Set.of("x-request-id"), example))
                .isEmpty();
        ((ObjectNode) example.path("data")).put("surprise", 1);
        assertThat(document.responseViolations("GET", path, 200, Set.of("x-request-id"), example))
                .anyMatch(violation -> violation.contains("surprise"));
    }

    private Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        walk("", document.root(), (pointer, node) -> {
            if (pointer.matches("/components/schemas/[^/]+") || pointer.endsWith("/schema")) {
                collect(pointer, node, schemas);
            }
        });
        return schemas;
    }

    private static void collect(String pointer, JsonNode schema, Map<String, JsonNode> into) {
        into.put(pointer, schema);
        for (String one : List.of(
                "additionalProperties", "unevaluatedProperties", "propertyNames", "items", "if", "then", "else")) {
            if (schema.has(one)) {
                collect(pointer + "/" + one, schema.path(one), into);
            }
        }
        for (String several : List.of("allOf", "anyOf", "oneOf")) {
            for (int i = 0; i < schema.path(several).size(); i++) {
                collect(pointer + "/" + several + "/" + i, schema.path(several).path(i), into);
            }
        }
        for (String name : schema.path("properties").propertyNames()) {
            collect(pointer + "/properties/" + name, schema.path("properties").path(name), into);
        }
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visit) {
        visit.accept(pointer, node);
        if (node.isObject()) {
            node.propertyNames()
                    .forEach(name -> walk(pointer + "/" + ApiDocument.escape(name), node.path(name), visit));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(pointer + "/" + i, node.path(i), visit);
            }
        }
    }
}
