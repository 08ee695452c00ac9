package energy.amps.server.http;

import energy.amps.server.http.view.Content;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The types of events with schema and example, as {@code GET /event-types} shows them: taken from the API document, so that
 * both say the same. References are replaced by what they refer to; none refers to itself.
 */
final class EventCatalogue {
    private static final int DEEPEST = 32;

    private final String items;

    private EventCatalogue(String items) {
        this.items = items;
    }

    static EventCatalogue of(JsonNode document) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, JsonNode> entry : document.path("webhooks").properties()) {
            JsonNode operation = entry.getValue().path("post");
            JsonNode body = operation.at("/requestBody/content/application~1json");
            ObjectNode item = items.addObject();
            item.put("type", entry.getKey());
            item.put("description", operation.path("summary").asString(""));
            item.set("schema", resolved(body.path("schema"), document, 0));
            item.set(
                    "example", resolved(body.at("/examples/event"), document, 0).path("value"));
        }
        return new EventCatalogue(JsonMapper.shared().writeValueAsString(items));
    }

    private static JsonNode resolved(JsonNode node, JsonNode document, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalStateException("the schema of an event refers to itself");
        }
        if (node.path("$ref").isString()) {
            return resolved(document.at(node.path("$ref").stringValue().substring(1)), document, depth + 1);
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(e -> copy.set(e.getKey(), resolved(e.getValue(), document, depth + 1)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> copy.add(resolved(each, document, depth + 1)));
            return copy;
        }
        return node;
    }

    Content content() {
        return out -> {
            out.writeStartObject();
            out.writeName("items");
            out.writeRawValue(items);
            out.writeEndObject();
        };
    }
}
