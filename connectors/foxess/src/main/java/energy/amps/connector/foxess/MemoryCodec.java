package energy.amps.connector.foxess;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.foxess.Memory.Span;
import energy.amps.connector.foxess.Memory.Traits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A memory as text: JSON, version 1. */
final class MemoryCodec {
    static final int VERSION = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private MemoryCodec() {}

    static ConnectorState write(Memory memory) {
        Traits traits = memory.traits();
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("sn", memory.sn());
        text.put("dialect", traits.dialect().wire());
        text.put("workModes", traits.workModes());
        text.put("stretchModes", traits.stretchModes());
        text.put("maxPower", traits.bounds().maxPower());
        text.put("leastSoc", traits.bounds().leastSoc());
        traits.bounds().leastMaxSoc().ifPresent(percent -> text.put("leastMaxSoc", percent));
        text.put("capacityWh", traits.capacityWh());
        text.put("minimumLevels", traits.minimumLevels());
        Map<String, Object> knobs = new LinkedHashMap<>();
        traits.knobs().forEach((knob, span) -> knobs.put(knob.key(), List.of(span.min(), span.max())));
        text.put("knobs", knobs);
        text.put("written", memory.written());
        return new ConnectorState(VERSION, JSON.writeValueAsString(text));
    }

    /** @throws IllegalArgumentException when this version did not write it */
    static Memory read(ConnectorState state) {
        if (state.version() != VERSION) {
            throw new IllegalArgumentException("not a state of version " + VERSION + ": " + state.version());
        }
        try {
            JsonNode text = JSON.readTree(state.text());
            return new Memory(
                    text.path("sn").stringValue(), traits(text), new ArrayList<>(Json.words(text.path("written"))));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a state of version " + VERSION, e);
        }
    }

    private static Traits traits(JsonNode text) {
        Map<Knob, Span> knobs = new EnumMap<>(Knob.class);
        text.path("knobs").properties().forEach(entry -> Knob.ofKey(entry.getKey())
                .ifPresent(knob -> knobs.put(
                        knob,
                        new Span(
                                entry.getValue().path(0).intValue(),
                                entry.getValue().path(1).intValue()))));
        OptionalInt leastMaxSoc = Json.whole(text.path("leastMaxSoc"));
        return new Traits(
                Dialect.of(text.path("dialect").stringValue()).orElse(Dialect.NONE),
                Json.words(text.path("workModes")),
                Json.words(text.path("stretchModes")),
                new Bounds(
                        text.path("maxPower").intValue(), text.path("leastSoc").intValue(), leastMaxSoc),
                text.path("capacityWh").intValue(),
                text.path("minimumLevels").booleanValue(),
                knobs);
    }
}
