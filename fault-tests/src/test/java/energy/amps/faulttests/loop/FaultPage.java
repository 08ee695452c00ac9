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

    /** In what the page does not agree with what was seen; with AMPS_FAULTS_WRITE=true, after what was seen is added to it. */
    List<String> differences(FaultTable seen) throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(END, from);
        FaultTable committed = FaultTable.parse(text.substring(from, to));
        if (Boolean.parseBoolean(System.getenv("AMPS_FAULTS_WRITE"))) {
            committed.addAll(seen);
            Files.writeString(DOCUMENT, text.substring(0, from) + committed.markdown() + text.substring(to));
        }
        return committed.differences(seen);
    }
}
