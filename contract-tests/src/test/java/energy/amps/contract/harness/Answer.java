package energy.amps.contract.harness;

import java.net.http.HttpHeaders;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param text the body as it was sent
 * @param json the body as a value
 */
public record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

    /** The payload of a success. */
    public JsonNode data() {
        return json.path("data");
    }

    /** The code of a refusal. */
    public String code() {
        return json.path("error").path("code").asString("");
    }

    /** The sentence of a refusal. */
    public String message() {
        return json.path("error").path("message").asString("");
    }

    /** The details of a refusal; missing when it has none. */
    public JsonNode details() {
        return json.path("error").path("details");
    }

    /** The server's time of the answer. */
    public Instant at() {
        return Instant.parse(json.path("meta").path("timestamp").stringValue());
    }

    /** The body to the byte, but for {@code meta}. */
    public String textWithoutMeta() {
        String meta = json.path("meta").toString();
        if (!text.contains(meta)) {
            throw new AssertionError("cannot find meta in " + text);
        }
        return text.replace(meta, "");
    }
}
