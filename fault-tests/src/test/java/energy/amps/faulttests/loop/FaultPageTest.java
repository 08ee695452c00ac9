package energy.amps.faulttests.loop;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.testkit.faults.FaultPage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Both parts of the page are found and filled: nothing can be held to what is not read. */
class FaultPageTest {

    @Test
    void committedPageIsRead() throws IOException {
        for (Class<?> test : new Class<?>[] {FaultLoopTest.class, KilledForRealTest.class}) {
            FaultPage page = FaultPage.of(FaultLoopTest.PAGE, test);
            assertThat(page.committed().markdown()).isNotEmpty().isEqualTo(page.text());
        }
    }
}
