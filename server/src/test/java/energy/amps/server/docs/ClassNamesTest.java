package energy.amps.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.docs.Documents.Document;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every class, member and package of ours that a document names in backticks is there. */
class ClassNamesTest {
    private static final Pattern PACKAGE = Pattern.compile("energy\\.amps(?:\\.[a-z]+)+");
    private static final List<String> SOURCES =
            List.of("server/src/main/java", "server/src/test/java", "connector-spi/src/main/java");

    /** Modules that are built after this one: of their classes only the files can be seen. */
    private static final List<String> LATER =
            List.of("connector-testkit/src/main/java", "fault-tests/src/test/java", "bench/src/main/java");

    @Test
    void everyNameInBackticksIsResolved() {
        List<String> unknown = new ArrayList<>();
        for (Document document : Documents.all()) {
            document.codeSpans().stream()
                    .filter(span -> span.startsWith("energy.amps"))
                    .filter(span -> !isKnown(span))
                    .forEach(span -> unknown.add(document + ": " + span));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void wayOfAPushNamesItsClasses() {
        List<String> names = Documents.named("docs/internals/way-of-a-push.md").codeSpans();
        assertThat(names.stream().filter(name -> Names.of(name).isPresent())).hasSizeGreaterThan(30);
    }

    private static boolean isKnown(String span) {
        return Names.of(span).map(Names::exist).orElseGet(() -> isPackage(span)) || isFile(span);
    }

    private static boolean isFile(String span) {
        return LATER.stream()
                .map(Documents.ROOT::resolve)
                .anyMatch(source -> Files.isRegularFile(source.resolve(span.replace('.', '/') + ".java")));
    }

    private static boolean isPackage(String span) {
        return PACKAGE.matcher(span).matches()
                && SOURCES.stream()
                        .map(Documents.ROOT::resolve)
                        .anyMatch(source -> Files.isDirectory(source.resolve(span.replace('.', '/'))));
    }
}
