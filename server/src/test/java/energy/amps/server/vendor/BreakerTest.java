package energy.amps.server.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a breaker opens, whom it lets try, and for how long it stays open. */
class BreakerTest {
    private final Breaker breaker = new Breaker();
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.ended(false, now);
        }
    }

    @Test
    void opensAfterFailuresInARowAndNotAfterAsManyWithAnAnswerBetween() {
        fail(Breaker.FAILURES - 1);
        breaker.ended(true, now);
        fail(Breaker.FAILURES - 1);
        assertThat(breaker.lets(now)).isTrue();
        fail(1);
        assertThat(breaker.lets(now)).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void oneCallMayTryAndItsAnswerDecides() {
        fail(Breaker.FAILURES);
        now = now.plus(Breaker.OPEN);
        assertThat(breaker.lets(now)).isTrue();
        assertThat(breaker.lets(now)).as("a second one").isFalse();
        breaker.ended(true, now);
        assertThat(breaker.lets(now)).isTrue();
        assertThat(breaker.lets(now)).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void triesThatFailComeAtLengtheningIntervals() {
        fail(Breaker.FAILURES);
        List<Long> waits = new ArrayList<>();
        for (int tries = 0; tries < 8; tries++) {
            Instant from = now;
            while (!breaker.lets(now)) {
                now = now.plusSeconds(1);
            }
            waits.add(Duration.between(from, now).toSeconds());
            breaker.ended(false, now);
        }
        assertThat(waits.getFirst()).isEqualTo(Breaker.OPEN.toSeconds());
        assertThat(waits).isSorted();
        assertThat(Collections.max(waits)).isEqualTo(Breaker.OPEN_MOST.toSeconds());
    }

    /** A call that was let through to try and then not made does not keep the others out. */
    @Test
    void aTryThatIsGivenBackMayBeTakenByAnother() {
        fail(Breaker.FAILURES);
        now = now.plus(Breaker.OPEN);
        assertThat(breaker.lets(now)).isTrue();
        breaker.released();
        assertThat(breaker.lets(now)).isTrue();
    }

    /** The node's thread with the one try may be gone. */
    @Test
    void aTryThatIsNeverHeardOfAgainIsFollowedByAnother() {
        fail(Breaker.FAILURES);
        now = now.plus(Breaker.OPEN);
        assertThat(breaker.lets(now)).isTrue();
        now = now.plus(Breaker.PROBE);
        assertThat(breaker.lets(now)).isTrue();
    }

    /** Commands go out while it is open; that they fail does not move its end away for ever. */
    @Test
    void failuresWhileItIsOpenDoNotProlongIt() {
        fail(Breaker.FAILURES);
        now = now.plus(Breaker.OPEN.minusSeconds(1));
        fail(3);
        now = now.plusSeconds(1);
        assertThat(breaker.lets(now)).isTrue();
    }
}
