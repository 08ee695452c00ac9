package energy.amps.server.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All lanes of this node, and the places they share. Thread-safe. */
final class Lanes implements AutoCloseable {
    /** Most attempts that are out on a node. */
    static final int MOST_OUT = 2_048;

    /** From here on a lane gets no more than a few. */
    static final int HELD_MOST = 10_000;

    /** What a lane may hold even then, so that a full node still serves everybody. */
    static final int HELD_ALWAYS = 4;

    private final Map<Target.Key, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Message.Key> held = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_OUT);
    private final Queue<Lane> starved = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Predicate<Message> attempt;
    private final Runnable hungry;
    private volatile boolean closed;

    /**
     * @param attempt sends a message and brings what came of it to be written; whether it arrived
     * @param hungry a lane runs empty while there is more for it
     */
    Lanes(Predicate<Message> attempt, Runnable hungry) {
        this.attempt = attempt;
        this.hungry = hungry;
    }

    /** For how many more messages an endpoint has room. */
    int room(Target.Key endpoint) {
        if (closed) {
            return 0;
        }
        Lane lane = lanes.get(endpoint);
        int room = lane == null ? Lane.WAITING_PER_PLACE * Lane.FIRST_WIDTH : lane.room();
        return held.size() < HELD_MOST ? room : Math.min(room, HELD_ALWAYS);
    }

    /** Takes messages that this node has leased. */
    void add(List<Message> messages) {
        Set<Lane> touched = new java.util.LinkedHashSet<>();
        for (Message message : messages) {
            if (held.add(message.key())) {
                lanes.compute(message.target().key(), (key, known) -> {
                    Lane lane = known == null ? new Lane() : known;
                    lane.add(message);
                    touched.add(lane);
                    return lane;
                });
            }
        }
        touched.forEach(this::pump);
    }

    /** There is more for an endpoint in the database. */
    void leavesMore(Target.Key endpoint) {
        Lane lane = lanes.get(endpoint);
        if (lane != null) {
            lane.leavesMore();
        }
    }

    boolean isFailing(Target.Key endpoint) {
        Lane lane = lanes.get(endpoint);
        return lane != null && lane.isFailing();
    }

    boolean holds(Message.Key message) {
        return held.contains(message);
    }

    int held() {
        return held.size();
    }

    int out() {
        return MOST_OUT - places.availablePermits();
    }

    /** What was brought to be written has been: the delivery is no longer this node's. */
    void settled(Message message) {
        held.remove(message.key());
    }

    /** Lets out of a lane what may go, and after it of those that found no place. */
    private void pump(Lane first) {
        @Nullable Lane lane = first;
        while (lane != null && !closed) {
            if (!places.tryAcquire()) {
                starved.add(lane);
                // Somebody may have left before this lane stood in line.
                lane = places.availablePermits() > 0 ? starved.poll() : null;
                continue;
            }
            Optional<Message> next = lane.take();
            if (next.isEmpty()) {
                places.release();
                lane = starved.poll();
            } else {
                Lane from = lane;
                threads.execute(() -> run(from, next.get()));
            }
        }
    }

    private void run(Lane lane, Message message) {
        boolean arrived = false;
        try {
            arrived = attempt.test(message);
        } finally {
            places.release();
            if (lane.done(arrived)) {
                hungry.run();
            }
            pump(lane);
        }
    }

    /** Forgets lanes that nothing is in. */
    void forgetIdle() {
        lanes.keySet().forEach(key -> lanes.computeIfPresent(key, (k, lane) -> lane.isIdle() ? null : lane));
    }

    /** Lets nothing more out; gives what had not gone yet. */
    List<Message> stop() {
        closed = true;
        List<Message> left = new ArrayList<>();
        lanes.values().forEach(lane -> left.addAll(lane.clear()));
        left.forEach(this::settled);
        return left;
    }

    /** Waits for what is out. */
    @Override
    public void close() {
        closed = true;
        threads.close();
    }
}
