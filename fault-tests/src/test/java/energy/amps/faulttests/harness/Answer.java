package energy.amps.faulttests.harness;

import tools.jackson.databind.JsonNode;

/**
 * An answer that came whole.
 *
 * @param status its status
 * @param body its body
 */
public record Answer(int status, JsonNode body) {

    /** What {@code data} holds, by pointer. */
    public JsonNode data(String pointer) {
        return body.at("/data" + pointer);
    }

    /** The code of a refusal; empty for a success. */
    public String code() {
        return body.at("/error/code").asString("");
    }
}
