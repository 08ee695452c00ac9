package energy.amps.faulttests.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one test holds of {@code docs/operating/faults.md}. When a retry comes depends on the machine, so that one run need
 * not see all that a cell holds; but it must run every cell, and see nothing that is not there.
 */
final class FaultPage {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "")).resolve("../docs/operating/faults.md");
    private static final String END = "<!-- /outcomes -->";

    private final String begin;

    private FaultPage(String begin) {
        this.begin = begin;
    }

    static FaultPage of(Class<?> test) {
        return new FaultPage("<!-- outcomes: written and held by " + test.getSimpleName() + " -->\n");
    }

    /** What this test's part of the page says. */
    String text() throws IOException {
        String page = Files.readString(DOCUMENT);
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf(END, from));
    }

    FaultTable committed() throws IOException {
        return FaultTable.parse(text());
    }

    /** In what the page does not agree with what was seen; with AMPS_FAULTS_WRITE=true, after what was seen is added to it. */
    List<String> differences(FaultTable seen) throws IOException {
        FaultTable committed = committed();
        if (Boolean.parseBoolean(System.getenv("AMPS_FAULTS_WRITE"))) {
            String standing = begin + text();
            committed.addAll(seen);
            Files.writeString(DOCUMENT, Files.readString(DOCUMENT).replace(standing, begin + committed.markdown()));
        }
        return committed.differences(seen);
    }
}
