package energy.amps.connector.ocpp;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A message of the RPC framework of OCPP-J (1.6J section 4; 2.0.1 part 4 section 4). */
sealed interface Frame {
    /** Most characters of a message's id. */
    int MAX_ID = 36;

    /** A request. */
    record Call(String id, String action, JsonNode payload) implements Frame {
        @Override
        public String text() {
            return Json.MAPPER.writeValueAsString(
                    Json.MAPPER.createArrayNode().add(2).add(id).add(action).add(payload));
        }
    }

    /** An answer. */
    record Result(String id, JsonNode payload) implements Frame {
        @Override
        public String text() {
            return Json.MAPPER.writeValueAsString(
                    Json.MAPPER.createArrayNode().add(3).add(id).add(payload));
        }
    }

    /** A request that could not be served. */
    record Failure(String id, String code, String description) implements Frame {
        @Override
        public String text() {
            return Json.MAPPER.writeValueAsString(Json.MAPPER
                    .createArrayNode()
                    .add(4)
                    .add(id)
                    .add(code)
                    .add(description)
                    .add(Json.object()));
        }
    }

    /**
     * Something else.
     *
     * @param id the message's id, where that much could be read
     * @param problem what is wrong with it
     */
    record Garbage(Optional<String> id, String problem) implements Frame {
        @Override
        public String text() {
            throw new IllegalStateException("garbage is never sent");
        }
    }

    /** As it is sent. */
    String text();

    /** Reads a message. */
    static Frame of(String text) {
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return new Garbage(Optional.empty(), "not JSON");
        }
        if (!node.isArray()
                || node.size() < 3
                || !node.get(0).isInt()
                || !node.get(1).isString()) {
            return new Garbage(Optional.empty(), "not an array of a type, an id and a payload");
        }
        String id = node.get(1).stringValue();
        if (id.isEmpty() || id.length() > MAX_ID) {
            return new Garbage(Optional.empty(), "an id of 1 to " + MAX_ID + " characters is needed");
        }
        return switch (node.get(0).intValue()) {
            case 2 ->
                node.size() == 4 && node.get(2).isString() && node.get(3).isObject()
                        ? new Call(id, node.get(2).stringValue(), node.get(3))
                        : new Garbage(Optional.of(id), "a CALL has an action and an object");
            case 3 ->
                node.size() == 3 && node.get(2).isObject()
                        ? new Result(id, node.get(2))
                        : new Garbage(Optional.of(id), "a CALLRESULT has an object");
            case 4 ->
                node.get(2).isString()
                        ? new Failure(
                                id, node.get(2).stringValue(), node.path(3).asString(""))
                        : new Garbage(Optional.of(id), "a CALLERROR has a code");
            default -> new Garbage(Optional.of(id), "there is no such message type");
        };
    }
}
