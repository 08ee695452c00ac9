package energy.amps.contract.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of this repository that the tests hold to each other; none of them needs a server. */
public final class RepositoryFiles {

    private RepositoryFiles() {}

    /** The OpenAPI document as it is written. */
    public static ApiDocument openApi() {
        return new ApiDocument(new YAMLMapper().readTree(text("server/src/main/resources/openapi/openapi.yaml")));
    }

    /** The text of a file, by its path in the repository. */
    public static String text(String path) {
        Path file = Target.module().resolve("..").resolve(path).normalize();
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
