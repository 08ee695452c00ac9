package energy.amps.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Look-ups by id that share round trips. A look-up goes out at once while its tenant has less than {@link #ROUND_TRIPS} under
 * way; those that come meanwhile wait, and the next round trip serves them together. So a busy tenant pays for a statement once
 * per round trip and not once per caller, takes few connections from the others, and a caller who is alone waits for nobody.
 *
 * <p>Nothing is remembered: a look-up is only ever answered by a statement that was sent after it came. The statement is sent by
 * the thread of the first look-up that it serves. Thread-safe.
 *
 * @param <V> what is found
 */
public final class SharedLookup<V> {
    /** Round trips that one tenant has under way at a time. */
    public static final int ROUND_TRIPS = 2;

    /** Most look-ups that one round trip serves. */
    public static final int SHARED_MOST = 64;

    /** The statement behind the look-ups. */
    @FunctionalInterface
    public interface Statement<V> {
        /** What there is of these ids, by id; what is not there is left out. */
        Map<String, V> find(Tenant tenant, Set<String> ids);
    }

    private final Waits waits;
    private final Statement<V> statement;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Tenant, Line<V>> lines = new HashMap<>();

    /**
     * @param waits how callers wait for each other
     * @param statement what is sent
     */
    public SharedLookup(Waits waits, Statement<V> statement) {
        this.waits = waits;
        this.statement = statement;
    }

    /** A tenant's round trips under way, and who waits for the next one; guarded by the lock. */
    private static final class Line<V> {
        private final Deque<Caller<V>> waiting = new ArrayDeque<>();
        private int underWay;
    }

    /** What becomes of a caller who waits. */
    private sealed interface Fate<V> {
        record Answered<V>(Optional<V> value) implements Fate<V> {}

        record Failed<V>(Throwable failure) implements Fate<V> {}

        /** The caller sends the next statement, for all of these; itself among them. */
        record Sends<V>(List<Caller<V>> together) implements Fate<V> {}
    }

    private record Caller<V>(String id, CompletableFuture<Fate<V>> fate) {}

    /**
     * What the tenant has under that id.
     *
     * @throws StoreException when the statement failed, for everybody it was sent for; busy, when none began within {@link
     *     Turns#LONGEST_WAIT}
     */
    public Optional<V> find(Tenant tenant, String id) {
        Caller<V> caller = new Caller<>(id, new CompletableFuture<>());
        Fate<V> fate = goesAtOnce(tenant, caller) ? new Fate.Sends<>(List.of(caller)) : fate(tenant, caller);
        return switch (fate) {
            case Fate.Answered<V>(Optional<V> value) -> value;
            case Fate.Failed<V>(Throwable failure) -> throw rethrown(failure);
            case Fate.Sends<V>(List<Caller<V>> together) -> send(tenant, together, id);
        };
    }

    private Fate<V> fate(Tenant tenant, Caller<V> caller) {
        if (!waits.comes(caller.fate(), Turns.LONGEST_WAIT)) {
            leave(tenant, caller);
            waits.comes(caller.fate(), Waits.ITS_COURSE);
        }
        return caller.fate().join();
    }

    /** Who still waits goes away; who is served meanwhile has a statement under way, and its time limit. */
    private void leave(Tenant tenant, Caller<V> caller) {
        lock.lock();
        try {
            Line<V> line = lines.get(tenant);
            if (line != null && line.waiting.remove(caller)) {
                throw StoreException.busy("a round trip of the tenant's", Turns.LONGEST_WAIT);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean goesAtOnce(Tenant tenant, Caller<V> caller) {
        lock.lock();
        try {
            Line<V> line = lines.computeIfAbsent(tenant, first -> new Line<>());
            if (line.underWay == ROUND_TRIPS) {
                line.waiting.add(caller);
                return false;
            }
            line.underWay++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Optional<V> send(Tenant tenant, List<Caller<V>> together, String own) {
        Map<String, V> found;
        try {
            found = statement.find(tenant, together.stream().map(Caller::id).collect(Collectors.toUnmodifiableSet()));
        } catch (Throwable t) {
            together.forEach(caller -> caller.fate().complete(new Fate.Failed<>(t)));
            throw t;
        } finally {
            handOn(tenant);
        }
        together.forEach(
                caller -> caller.fate().complete(new Fate.Answered<>(Optional.ofNullable(found.get(caller.id())))));
        return Optional.ofNullable(found.get(own));
    }

    /** A round trip is over: whoever waits first takes its place. */
    private void handOn(Tenant tenant) {
        List<Caller<V>> next = new ArrayList<>();
        lock.lock();
        try {
            Line<V> line = Objects.requireNonNull(lines.get(tenant));
            while (next.size() < SHARED_MOST && !line.waiting.isEmpty()) {
                next.add(line.waiting.remove());
            }
            if (next.isEmpty() && --line.underWay == 0) {
                lines.remove(tenant);
            }
        } finally {
            lock.unlock();
        }
        if (!next.isEmpty()) {
            next.getFirst().fate().complete(new Fate.Sends<>(next));
        }
    }

    /** How many of a tenant wait for the next round trip. */
    int waiting(Tenant tenant) {
        lock.lock();
        try {
            Line<V> line = lines.get(tenant);
            return line == null ? 0 : line.waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }
}
