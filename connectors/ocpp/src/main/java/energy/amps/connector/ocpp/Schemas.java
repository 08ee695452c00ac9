package energy.amps.connector.ocpp;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The schemas of one version's messages, as its specification publishes them; each is made ready when it is first needed. Thread-safe. */
final class Schemas {
    private final OcppVersion version;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final Map<String, JsonNode> published;
    private final Map<String, Optional<Schema>> byName = new ConcurrentHashMap<>();

    Schemas(OcppVersion version) {
        this.version = version;
        this.published = published(version);
    }

    /**
     * What is wrong with a message.
     *
     * @param code the code of a CALLERROR that says so
     * @param what where, and which rule; never a value
     */
    record Problem(String code, String what) {}

    /** Whether the version has such a message, as far as we speak it. */
    boolean knows(String action) {
        return schema(action, ".req").isPresent();
    }

    /** What is wrong with a request's payload. */
    Optional<Problem> inRequest(String action, JsonNode payload) {
        return problem(schema(action, ".req"), payload);
    }

    /** What is wrong with an answer's payload. */
    Optional<Problem> inResponse(String action, JsonNode payload) {
        return problem(schema(action, ".conf"), payload);
    }

    private Optional<Problem> problem(Optional<Schema> schema, JsonNode payload) {
        List<Error> errors = schema.map(known -> known.validate(payload))
                .orElseThrow(() -> new IllegalArgumentException("no schema"));
        return errors.stream()
                .findFirst()
                .map(error -> new Problem(code(error), error.getInstanceLocation() + ": " + error.getKeyword()));
    }

    /** Both versions have their own spelling of two codes. */
    private String code(Error error) {
        boolean first = version == OcppVersion.V1_6;
        return switch (error.getKeyword()) {
            case "type" -> "TypeConstraintViolation";
            case "required", "minItems", "maxItems" ->
                first ? "OccurenceConstraintViolation" : "OccurrenceConstraintViolation";
            case "additionalProperties" -> first ? "FormationViolation" : "FormatViolation";
            default -> "PropertyConstraintViolation";
        };
    }

    private Optional<Schema> schema(String action, String direction) {
        // Whatever a stranger sends, no more names are kept than there are.
        return Actions.isOne(action) ? byName.computeIfAbsent(action + direction, this::read) : Optional.empty();
    }

    private Optional<Schema> read(String name) {
        return Optional.ofNullable(published.get("urn:" + name)).map(registry::getSchema);
    }

    /** The schemas of the messages that are spoken, by their ids; the specification has more. */
    private static Map<String, JsonNode> published(OcppVersion version) {
        try (InputStream in = Schemas.class.getResourceAsStream(version.schemas())) {
            Map<String, JsonNode> schemas = new HashMap<>();
            for (JsonNode schema : Json.MAPPER.readTree(Objects.requireNonNull(in))) {
                String id = schema.path("$id").asString("");
                if (Actions.isOne(id.replaceFirst("^urn:", "").replaceFirst("\\.(req|conf)$", ""))) {
                    schemas.put(id, schema);
                }
            }
            return Map.copyOf(schemas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
