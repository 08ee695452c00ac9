package energy.amps.server.schedule;

import energy.amps.check.RawQuantity;
import energy.amps.server.schedule.plan.RecurrenceRequest;
import energy.amps.server.schedule.plan.ScheduleRequest;
import energy.amps.server.schedule.plan.SlotRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What of a schedule is stored as JSON: recurrence and slots as they were sent, to the digit; and event bodies. */
final class ScheduleJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private ScheduleJson() {}

    static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    static String definition(ScheduleRequest content) {
        Map<String, Object> document = new LinkedHashMap<>();
        content.recurrence().ifPresent(r -> document.put("recurrence", ScheduleDocument.recurrence(r)));
        document.put("slots", ScheduleDocument.slots(content.slots()));
        return text(document);
    }

    static ScheduleRequest definition(String json) {
        JsonNode root = MAPPER.readTree(json);
        List<SlotRequest> slots = new ArrayList<>();
        root.path("slots").forEach(slot -> slots.add(slot(slot)));
        return new ScheduleRequest(
                Optional.empty(), Optional.ofNullable(root.get("recurrence")).map(ScheduleJson::recurrence), slots);
    }

    private static RecurrenceRequest recurrence(JsonNode node) {
        return new RecurrenceRequest(
                maybe(node, "rule").orElseThrow(),
                texts(node, "days"),
                maybe(node, "rrule"),
                maybe(node, "startDate"),
                maybe(node, "endDate"),
                texts(node, "exclude"));
    }

    private static SlotRequest slot(JsonNode node) {
        return new SlotRequest(
                maybe(node, "time"),
                maybe(node, "at"),
                maybe(node, "duration"),
                maybe(node, "command").orElseThrow(),
                Optional.ofNullable(node.get("parameters")).map(ScheduleJson::parameters));
    }

    private static Map<String, RawQuantity> parameters(JsonNode node) {
        Map<String, RawQuantity> parameters = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> parameters.put(
                        each.getKey(),
                        new RawQuantity(
                                each.getValue().get("value").decimalValue(),
                                each.getValue().get("unit").stringValue())));
        return parameters;
    }

    private static Optional<String> maybe(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::stringValue);
    }

    private static Optional<List<String>> texts(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(array -> StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList());
    }
}
