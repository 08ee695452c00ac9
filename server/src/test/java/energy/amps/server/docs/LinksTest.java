package energy.amps.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.docs.Documents.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents point to is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern PLAIN_PATH = Pattern.compile("(?:\\./)?[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?");

    @Test
    void everyLinkLeadsToAFileAndItsHeading() {
        List<String> broken = new ArrayList<>();
        for (Document document : Documents.all()) {
            LINK.matcher(document.prose())
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !target.contains("://"))
                    .filter(target -> !leads(document, target))
                    .forEach(target -> broken.add(document + " -> " + target));
        }
        assertThat(broken).isEmpty();
    }

    /** A path is what begins with something at the top of the repository, or with a dot and a slash. */
    @Test
    void everyPathInBackticksExists() throws IOException {
        List<String> top;
        try (var entries = Files.list(Documents.ROOT)) {
            top = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals("target"))
                    .toList();
        }
        List<String> missing = new ArrayList<>();
        for (Document document : Documents.all()) {
            document.codeSpans().stream()
                    .filter(span -> PLAIN_PATH.matcher(span).matches())
                    .filter(span -> span.startsWith("./") || top.contains(span.split("/", 2)[0]))
                    .filter(span -> !Files.exists(Documents.ROOT.resolve(span)))
                    .forEach(span -> missing.add(document + ": " + span));
        }
        assertThat(missing).isEmpty();
    }

    private static boolean leads(Document from, String target) {
        String[] pathAndAnchor = target.split("#", 2);
        Path path = pathAndAnchor[0].isEmpty()
                ? from.path()
                : from.path().resolveSibling(pathAndAnchor[0]).normalize();
        return Files.exists(path)
                && (pathAndAnchor.length == 1 || Documents.read(path).anchors().contains(pathAndAnchor[1]));
    }
}
