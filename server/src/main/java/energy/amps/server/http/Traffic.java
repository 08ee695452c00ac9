package energy.amps.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much goes on: connections, requests under way, and whether new ones are still taken. Thread-safe.
 *
 * <p>A request {@linkplain #enter enters} before it asks whether the edge is draining, and leaves after its answer is written:
 * so whoever drains sees every request that was not refused.
 */
final class Traffic {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private volatile boolean draining;

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

    /** From here on new requests are refused. */
    void drain() {
        draining = true;
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
