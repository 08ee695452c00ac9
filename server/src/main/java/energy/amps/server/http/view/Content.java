package energy.amps.server.http.view;

import tools.jackson.core.JsonGenerator;

/** One JSON value, ready to be written. */
@FunctionalInterface
public interface Content {

    /** Writes the value, and nothing around it. */
    void write(JsonGenerator out);

    /** {@code {"status":...}}. */
    static Content status(String status) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("status", status);
            out.writeEndObject();
        };
    }
}
