package energy.amps.faulttests.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

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

    /** Both parts of the page are found and filled: nothing can be held to what is not read. */
    @Test
    void committedPageIsRead() throws IOException {
        for (Class<?> test : new Class<?>[] {FaultLoopTest.class, KilledForRealTest.class}) {
            assertThat(FaultPage.of(test).committed().markdown())
                    .isNotEmpty()
                    .isEqualTo(FaultPage.of(test).text());
        }
    }
}
