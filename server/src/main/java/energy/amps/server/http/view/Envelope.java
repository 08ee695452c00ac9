package energy.amps.server.http.view;

import energy.amps.fault.Refusal;
import energy.amps.server.store.Environment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The envelope around every answer (contract section 2), as UTF-8 bytes. */
public final class Envelope {

    private static final int TYPICAL_BYTES = 4_096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Envelope() {}

    /**
     * What every answer says of itself.
     *
     * @param requestId {@code req_...}
     * @param timestamp the tenant's time where the caller is known, else the platform's
     * @param latencyMs whole milliseconds since the request arrived, 0 or more
     */
    public record Meta(String requestId, Instant timestamp, long latencyMs) {}

    /**
     * {@code {"success":true,...}}.
     *
     * @param environment the caller's; left out where no key was asked for
     */
    public static byte[] success(Content data, Meta meta, Optional<Environment> environment) {
        return written(out -> {
            out.writeBooleanProperty("success", true);
            out.writeName("data");
            data.write(out);
            out.writeName("meta");
            out.writeStartObject();
            out.writeStringProperty("requestId", meta.requestId());
            environment.ifPresent(e -> out.writeStringProperty("environment", e.wire()));
            out.writeStringProperty("timestamp", Values.text(meta.timestamp()));
            out.writeNumberProperty("latencyMs", meta.latencyMs());
            out.writeEndObject();
        });
    }

    /**
     * {@code {"success":false,...}}.
     *
     * @param path as it was asked for, without its query
     */
    public static byte[] failure(Refusal refusal, Meta meta, String path) {
        return written(out -> {
            out.writeBooleanProperty("success", false);
            out.writeName("error");
            out.writeStartObject();
            out.writeStringProperty("code", refusal.code().name());
            out.writeStringProperty("message", refusal.message());
            if (!refusal.details().isEmpty()) {
                out.writeName("details");
                Values.any(out, refusal.details());
            }
            out.writeEndObject();
            out.writeName("meta");
            out.writeStartObject();
            out.writeStringProperty("requestId", meta.requestId());
            out.writeStringProperty("timestamp", Values.text(meta.timestamp()));
            out.writeStringProperty("path", path);
            out.writeNumberProperty("latencyMs", meta.latencyMs());
            out.writeEndObject();
        });
    }

    /** An object of these members, as text: a part of an answer, to be written more than once. */
    static String text(Content members) {
        return new String(written(members), StandardCharsets.UTF_8);
    }

    /** An answer's data as it is kept for repetitions: alone, and with every secret as null. */
    public static String kept(Content data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = JSON.createGenerator(new Shared(), bytes, JsonEncoding.UTF8)) {
            data.write(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Whether what is being written is for the one who asked first, and for nobody after. */
    static boolean showsSecrets(JsonGenerator out) {
        return !(out.objectWriteContext() instanceof Shared);
    }

    /** Marks what is written for more than one reading. */
    private static final class Shared extends ObjectWriteContext.Base {}

    private static byte[] written(Content members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
