package energy.amps.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of faults is held to. */
class FaultTableTest {
    private final FaultTable page = new FaultTable();

    FaultTableTest() {
        page.add("Database, once", "push", "cut after", "completed");
        page.add("Database, once", "push", "cut after", "503, not accepted");
        page.add("Database, once", "fire", "cut before", "completed");
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        assertThat(FaultTable.parse(page.markdown()).markdown()).isEqualTo(page.markdown());
    }

    @Test
    void runThatSeesLessOfACellAgrees() {
        FaultTable seen = new FaultTable();
        seen.add("Database, once", "push", "cut after", "completed");
        seen.add("Database, once", "fire", "cut before", "completed");
        assertThat(page.differences(seen)).isEmpty();
    }

    @Test
    void outcomeThatIsNotOnThePageIsADifference() {
        FaultTable seen = FaultTable.parse(page.markdown());
        seen.add("Database, once", "fire", "cut before", "failed TIMEOUT");
        assertThat(page.differences(seen))
                .containsExactly("Database, once | fire | cut before: failed TIMEOUT was seen, and is not on the page");
    }

    @Test
    void cellThatWasNotRunIsADifference() {
        FaultTable seen = new FaultTable();
        seen.add("Database, once", "push", "cut after", "completed");
        assertThat(page.differences(seen))
                .containsExactly("Database, once | fire | cut before is on the page, and was not run");
    }

    /** A connector's test writes and holds its own rows, and leaves those of others as they are. */
    @Test
    void connectorHasItsOwnRows(@TempDir Path folder) throws IOException {
        Path document = folder.resolve("faults.md");
        FaultTable both = FaultTable.ofConnectors();
        both.add("A read", "first", "slow", "read");
        both.add("A read", "second", "slow", "TIMEOUT");
        both.add("Why", "second, garbage", "reason", "it has no bytes");
        Files.writeString(
                document,
                "# Faults\n<!-- outcomes: written and held by the conformance of each connector -->\n" + both.markdown()
                        + "<!-- /outcomes -->\n");
        FaultTable seen = FaultTable.ofConnectors();
        seen.add("A read", "second", "slow", "read");

        assertThat(FaultPage.ofConnectors(document, "first").differences(both.only("first"::equals), false))
                .isEmpty();
        assertThat(FaultPage.ofConnectors(document, "second").differences(seen, false))
                .containsExactly(
                        "A read | second | slow: read was seen, and is not on the page",
                        "Why | second, garbage | reason is on the page, and was not run");
        assertThat(FaultPage.ofConnectors(document, "second").differences(seen, true))
                .isEmpty();
        assertThat(Files.readString(document)).contains("""
                        ### A read

                        | connector | slow |
                        |---|---|
                        | first | read |
                        | second | read |
                        <!-- /outcomes -->
                        """);
    }
}
