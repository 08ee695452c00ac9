package energy.amps.server.action;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls to vendors are out, and whether there is room for more. Nobody who has committed to a call is ever held up
 * here: room is asked for before anything is accepted or taken up, so the bound may be passed by what was under way then.
 * Thread-safe.
 */
final class CallsOut {

    /** From so many calls out on, nothing that leads to another is accepted or taken up. */
    static final int MOST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();
    private int out;

    CallsOut(MeterRegistry meters) {
        Gauge.builder("amps.engine.calls.out", this, CallsOut::size)
                .description("calls to vendors that are out")
                .register(meters);
    }

    void begins() {
        lock.lock();
        try {
            out++;
        } finally {
            lock.unlock();
        }
    }

    void ends() {
        lock.lock();
        try {
            out--;
            fewer.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        return size() >= MOST;
    }

    /** Waits while it is full: as long as the slowest call takes, which is held to its connector's time limit. */
    void awaitRoom() {
        lock.lock();
        try {
            while (out >= MOST) {
                fewer.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private int size() {
        lock.lock();
        try {
            return out;
        } finally {
            lock.unlock();
        }
    }
}
