package energy.amps.server.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a caller waits for what another caller's transaction brings. */
public interface Waits {

    /** Stands still until it comes. An interrupt ends the wait for what has not come, and stays set. */
    Waits BLOCKING = (word, atMost) -> {
        try {
            word.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    };

    /** Longer than any transaction may take. */
    Duration ITS_COURSE = Duration.ofMinutes(5);

    /** Waits for a word, good or bad, but no longer than that; whether it came. */
    boolean comes(CompletableFuture<?> word, Duration atMost);
}
