package energy.amps.server.event;

import energy.amps.server.store.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells those on this node who wait for a tenant's feed to grow. Thread-safe. */
public final class Bells {
    private final Map<Tenant, Bell> bells = new ConcurrentHashMap<>();

    /** One tenant's, and how many listen to it. */
    private static final class Bell {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rung = lock.newCondition();
        private long rings;
        private int listeners;
    }

    /** A listener: waits for rings that came since it last looked. Belongs to one thread. */
    public final class Listener implements AutoCloseable {
        private final Tenant tenant;
        private final Bell bell;
        private long heard;

        private Listener(Tenant tenant, Bell bell) {
            this.tenant = tenant;
            this.bell = bell;
        }

        /** Waits for the next ring, but no longer than that. */
        public void await(Duration atMost) throws InterruptedException {
            bell.lock.lock();
            try {
                long nanos = atMost.toNanos();
                while (bell.rings == heard && nanos > 0) {
                    nanos = bell.rung.awaitNanos(nanos);
                }
                heard = bell.rings;
            } finally {
                bell.lock.unlock();
            }
        }

        @Override
        public void close() {
            bells.computeIfPresent(tenant, (key, same) -> --same.listeners == 0 ? null : same);
        }
    }

    /** Begins to listen. */
    public Listener listen(Tenant tenant) {
        Bell bell = bells.compute(tenant, (key, known) -> {
            Bell one = known == null ? new Bell() : known;
            one.listeners++;
            return one;
        });
        return new Listener(tenant, bell);
    }

    boolean isWaitedFor(Tenant tenant) {
        return bells.containsKey(tenant);
    }

    void ring(Tenant tenant) {
        Bell bell = bells.get(tenant);
        if (bell != null) {
            bell.lock.lock();
            try {
                bell.rings++;
                bell.rung.signalAll();
            } finally {
                bell.lock.unlock();
            }
        }
    }
}
