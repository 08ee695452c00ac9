package energy.amps.testkit.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one test holds of a page of faults. When a retry comes depends on the machine, so that one run need not see all that a
 * cell holds; but it must run every cell, and see nothing that is not there.
 */
public final class FaultPage {
    private static final String END = "<!-- /outcomes -->";
    private static final String EVERYBODY = "";

    private final Path document;
    private final String begin;
    private final String rows;

    private FaultPage(Path document, String holder, String rows) {
        this.document = document;
        this.begin = "<!-- outcomes: written and held by " + holder + " -->\n";
        this.rows = rows;
    }

    /** The part of a test, all of it. */
    public static FaultPage of(Path document, Class<?> test) {
        return new FaultPage(document, test.getSimpleName(), EVERYBODY);
    }

    /** The rows of one connector in the part that all connectors share. */
    public static FaultPage ofConnectors(Path document, String vendor) {
        return new FaultPage(document, "the conformance of each connector", vendor);
    }

    /** What this part of the page says, the rows of others included. */
    public String text() throws IOException {
        String page = Files.readString(document);
        int from = page.indexOf(begin);
        if (from < 0) {
            throw new IOException("no line '" + begin.strip() + "' in " + document);
        }
        return page.substring(from + begin.length(), page.indexOf(END, from));
    }

    /** The same as a table. */
    public FaultTable committed() throws IOException {
        return FaultTable.parse(text());
    }

    /** In what the page does not agree with what was seen; with AMPS_FAULTS_WRITE=true, after what was seen is on it. */
    public List<String> differences(FaultTable seen) throws IOException {
        return differences(seen, Boolean.parseBoolean(System.getenv("AMPS_FAULTS_WRITE")));
    }

    List<String> differences(FaultTable seen, boolean write) throws IOException {
        FaultTable committed = committed();
        if (write) {
            String standing = begin + text();
            // What depends on the moment is gathered over runs; what a connector does is not.
            committed = rows.isEmpty() ? committed.and(seen) : committed.replacing(this::isOwn, seen);
            Files.writeString(document, Files.readString(document).replace(standing, begin + committed.markdown()));
        }
        return committed.only(this::isOwn).differences(seen);
    }

    private boolean isOwn(String row) {
        return rows.isEmpty() || row.equals(rows) || row.startsWith(rows + ",");
    }
}
