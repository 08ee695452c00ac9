package energy.amps.contract.harness;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON without leniency: duplicate keys and trailing content are errors, numbers keep their digits. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** The value of a text. */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /** The object of a text written with single quotes, for readability in tests. */
    public static ObjectNode object(String singleQuoted) {
        return (ObjectNode) parse(singleQuoted.replace('\'', '"'));
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
