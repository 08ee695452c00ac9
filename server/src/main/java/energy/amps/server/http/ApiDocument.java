package energy.amps.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API document: written as YAML, served as JSON. */
final class ApiDocument {

    private static final String RESOURCE = "/openapi/openapi.yaml";

    private ApiDocument() {}

    /** The document as JSON; a build without one does not start. */
    static byte[] asJson() {
        return JsonMapper.shared().writeValueAsBytes(read());
    }

    static JsonNode read() {
        try (InputStream yaml = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (yaml == null) {
                throw new IllegalStateException("the class path has no " + RESOURCE);
            }
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
