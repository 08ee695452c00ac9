package energy.amps.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean database = new AtomicBoolean(true);
    private final AtomicLong nanos = new AtomicLong(1);
    private final Readiness readiness = new Readiness(
            () -> {
                looks.incrementAndGet();
                return database.get();
            },
            nanos::get);

    @Test
    void howeverManyAskTheDatabaseIsAskedOnceInAWhile() {
        for (int i = 0; i < 1000; i++) {
            assertThat(readiness.databaseAnswers()).isTrue();
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void anAnswerIsNotGoodForLong() {
        assertThat(readiness.databaseAnswers()).isTrue();
        database.set(false);
        nanos.addAndGet(Readiness.GOOD_FOR.toNanos());
        assertThat(readiness.databaseAnswers()).isFalse();
    }

    /** A look may hang until the driver gives up: nobody queues behind it, and the last answer does not hold for ever. */
    @Test
    void nobodyWaitsForALookThatHangs() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean hang = new AtomicBoolean();
        Readiness hanging = new Readiness(
                () -> {
                    if (hang.get()) {
                        looking.countDown();
                        awaitQuietly(release);
                    }
                    return true;
                },
                nanos::get);
        assertThat(hanging.databaseAnswers()).isTrue();
        nanos.addAndGet(Readiness.GOOD_FOR.toNanos());
        hang.set(true);
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(hanging::databaseAnswers);
        looking.await();
        assertThat(hanging.databaseAnswers()).as("for as long again").isTrue();
        nanos.addAndGet(Readiness.GOOD_FOR.toNanos());
        assertThat(hanging.databaseAnswers()).isFalse();
        release.countDown();
        assertThat(first.join()).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
