package energy.amps.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a message is tried again (contract section 9). */
class LadderTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static Duration after(int made, double chance) {
        return Ladder.after(made, chance, Optional.empty()).orElseThrow();
    }

    @Test
    void waitsAreTheContractsAFifthToEitherSide() {
        Duration all = Duration.ZERO;
        for (int made = 1; made < Ladder.ATTEMPTS; made++) {
            Duration wait = Ladder.WAITS.get(made - 1);
            assertThat(after(made, 0.5)).isEqualTo(wait);
            assertThat(after(made, 0)).isEqualTo(wait.multipliedBy(4).dividedBy(5));
            assertThat(after(made, 1)).isEqualTo(wait.multipliedBy(6).dividedBy(5));
            all = all.plus(wait);
        }
        assertThat(all).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(Ladder.after(Ladder.ATTEMPTS, 0.5, Optional.empty())).isEmpty();
    }

    @Test
    void receiverMakesAWaitLongerWithinADayAndNeverShorter() {
        assertThat(Ladder.after(1, 0.5, Optional.of(Duration.ofMinutes(1)))).contains(Duration.ofMinutes(1));
        assertThat(Ladder.after(1, 0.5, Optional.of(Duration.ofDays(400)))).contains(Ladder.RETRY_AFTER_MAX);
        assertThat(Ladder.after(2, 0.5, Optional.of(Duration.ofSeconds(1)))).contains(Duration.ofMinutes(5));
    }

    @Test
    void whatArrivedIsOverWhatIsGoneIsGivenUp() {
        Result arrived = Result.answered(204, "", Optional.empty(), Duration.ZERO);
        Result gone = Result.answered(410, "", Optional.empty(), Duration.ZERO);
        Result redirect = Result.answered(302, "", Optional.empty(), Duration.ZERO);
        assertThat(Judgement.of(arrived, 1, NOW, 0.5)).isEqualTo(new Judgement.Arrived());
        assertThat(Judgement.of(gone, 1, NOW, 0.5)).isEqualTo(new Judgement.GivenUp(true));
        assertThat(Judgement.of(redirect, 1, NOW, 0.5)).isEqualTo(new Judgement.Again(NOW.plusSeconds(5)));
        assertThat(Judgement.of(redirect, 10, NOW, 0.5)).isEqualTo(new Judgement.GivenUp(false));
    }
}
