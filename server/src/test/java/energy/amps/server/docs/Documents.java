package energy.amps.server.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents of the repository. */
final class Documents {
    /** The folder that holds everything. */
    static final Path ROOT = root(Path.of(System.getProperty("basedir", "")).toAbsolutePath());

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");

    private Documents() {}

    /**
     * One document.
     *
     * @param path where it is
     * @param text all of it
     */
    record Document(Path path, String text) {
        /** The text without what is to be copied or was printed. */
        String prose() {
            return FENCE.matcher(text).replaceAll("");
        }

        /** What stands between backticks in the prose. */
        List<String> codeSpans() {
            return CODE_SPAN
                    .matcher(prose())
                    .results()
                    .map(span -> span.group(1))
                    .toList();
        }

        /** The anchors that its headings make. */
        Set<String> anchors() {
            return Pattern.compile("(?m)^#+ +(.*)$")
                    .matcher(prose())
                    .results()
                    .map(heading -> anchor(heading))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static String anchor(MatchResult heading) {
            return heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
        }

        @Override
        public String toString() {
            return ROOT.relativize(path).toString();
        }
    }

    /** Every document at the top and below {@code docs}. */
    static List<Document> all() {
        return Stream.concat(markdown(ROOT, 1), markdown(ROOT.resolve("docs"), 9))
                .sorted()
                .map(Documents::read)
                .toList();
    }

    static Document read(Path path) {
        try {
            return new Document(path, Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document of that path below the top. */
    static Document named(String path) {
        return read(ROOT.resolve(path));
    }

    private static Stream<Path> markdown(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("amps")) && Files.isDirectory(folder.resolve("connector-spi"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the repository: " + from);
    }
}
