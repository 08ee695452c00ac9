package energy.amps.server.agenda;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Claims pieces of work as long as there is room for them, and does each in a virtual thread of its own. It asks for more when one is
 * done, when it is rung for, and at every tick. Thread-safe.
 *
 * @param <T> a claimed piece of work
 */
public final class Crew<T> implements AutoCloseable {
    private final int most;
    private final Duration tick;
    private final IntFunction<List<T>> claims;
    private final Consumer<T> work;
    private final Semaphore room;
    private final Semaphore bell = new Semaphore(0);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param most pieces at a time
     * @param tick how often it asks for more at least
     * @param claims gives at most so many pieces that are due, each to this crew alone; does not throw
     * @param work does one; does not throw
     */
    public Crew(int most, Duration tick, IntFunction<List<T>> claims, Consumer<T> work) {
        this.most = most;
        this.tick = tick;
        this.claims = claims;
        this.work = work;
        this.room = new Semaphore(most);
    }

    /** Takes up work. */
    public void start() {
        threads.execute(this::run);
    }

    /** Asks for work at once. */
    public void ring() {
        bell.release();
    }

    private void run() {
        while (!closing.get()) {
            claim(room.availablePermits()).forEach(piece -> {
                room.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        work.accept(piece);
                    } finally {
                        room.release();
                        bell.release();
                    }
                });
            });
            try {
                if (bell.tryAcquire(tick.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<T> claim(int limit) {
        return limit == 0 ? List.of() : claims.apply(limit);
    }

    /** How many pieces are being done. */
    public int busy() {
        return most - room.availablePermits();
    }

    /** Does everything that is due now, in the caller's thread; gives how many pieces that were. */
    public int runDue() {
        int done = 0;
        for (List<T> due = claim(most); !due.isEmpty(); due = claim(most)) {
            due.forEach(work);
            done += due.size();
        }
        return done;
    }

    /** Takes up nothing more; what is being done goes on. */
    public void stopClaiming() {
        closing.set(true);
        bell.release();
    }

    /** Takes up nothing more, and waits for what is being done. */
    @Override
    public void close() {
        stopClaiming();
        threads.close();
    }
}
