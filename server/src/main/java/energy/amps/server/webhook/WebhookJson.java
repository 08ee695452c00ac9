package energy.amps.server.webhook;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What of webhooks is JSON outside of answers: sealed headers, and the bodies of events about endpoints. */
final class WebhookJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WebhookJson() {}

    static String text(Map<String, ?> object) {
        return MAPPER.writeValueAsString(object);
    }

    static Map<String, String> texts(String json) {
        Map<String, String> texts = new LinkedHashMap<>();
        MAPPER.readTree(json)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().stringValue()));
        return texts;
    }

    /** {@code 2026-06-02T12:00:00.000Z}. */
    static String instant(Instant instant) {
        return MILLIS.format(instant);
    }
}
