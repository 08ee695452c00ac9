package energy.amps.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much goes on: connections, requests under way, and whether new ones are still taken. Thread-safe.
 *
 * <pre>
 *   serving --drain--> draining, served with a closing answer --refuse--> refusing
 * </pre>
 *
 * <p>A request {@linkplain #enter enters} before it asks whether the edge refuses, and leaves after its answer is written:
 * so whoever waits for quiet sees every request that was not refused.
 */
final class Traffic {

    /** Who has not asked for readiness within this does not go by it. */
    private static final Duration PROBE_REMEMBERED = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private volatile boolean draining;
    private volatile boolean refusing;
    private volatile long lastProbe = System.nanoTime() - PROBE_REMEMBERED.toNanos();

    Traffic(int concurrentRequests) {
        this.permits = new Semaphore(concurrentRequests);
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    void enter() {
        underWay.incrementAndGet();
    }

    void leave() {
        if (underWay.decrementAndGet() == 0 && draining) {
            lock.lock();
            try {
                quiet.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int underWay() {
        return underWay.get();
    }

    /** Takes a place among the requests worked on, or says that there is none; never waits. */
    boolean begin() {
        return permits.tryAcquire();
    }

    void finish() {
        permits.release();
    }

    boolean isDraining() {
        return draining;
    }

    /** From here on this node is not ready, and every answer closes its connection; requests are served as before. */
    void drain() {
        draining = true;
    }

    boolean isRefusing() {
        return refusing;
    }

    /** From here on new requests are refused; drains too. */
    void refuse() {
        draining = true;
        refusing = true;
    }

    /** Somebody has asked whether this node is ready. */
    void probed() {
        lastProbe = System.nanoTime();
    }

    /**
     * Waits until nobody is left who could learn that this node is leaving: no connection is open, and none has asked for
     * readiness lately. Ends after {@code atMost} at the latest.
     */
    void awaitUnwatched(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            for (long left = atMost.toNanos(); left > 0 && isWatched(); left = end - System.nanoTime()) {
                quiet.awaitNanos(Math.min(left, LOOK.toNanos()));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWatched() {
        return connections.get() > 0 || System.nanoTime() - lastProbe < PROBE_REMEMBERED.toNanos();
    }

    /** Waits until nothing is under way; false when the grace was too short for that. */
    boolean awaitQuiet(Duration grace) throws InterruptedException {
        long left = grace.toNanos();
        lock.lock();
        try {
            while (underWay.get() > 0) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
