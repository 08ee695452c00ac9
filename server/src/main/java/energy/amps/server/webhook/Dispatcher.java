package energy.amps.server.webhook;

import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due, lets it out lane by lane, and has written what came of it. Any number of nodes work on the same rows: a
 * row is leased to a node, and what a node held that is no longer there is freed by the others. Thread-safe.
 */
final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** How often due deliveries are looked for. */
    static final Duration EVERY = Duration.ofMillis(200);

    /** How many such looks go by between two looks for what dead nodes held. */
    static final int SWEEP_EACH = 5;

    private final Parts parts;
    private final DeliveryRows rows;
    private final Lanes lanes;
    private final Outcomes outcomes;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean claiming = true;
    private volatile boolean closed;
    private volatile boolean doubtful;
    private Set<DeliveryRows.Held> lost = new HashSet<>();

    /**
     * What it works with.
     *
     * @param database the store
     * @param node this node's id, under which its rows are leased
     * @param clock the platform's time
     * @param chance from 0 to 1: spreads the waits
     * @param post sends
     * @param telemetry counts
     */
    record Parts(
            Database database,
            String node,
            InstantSource clock,
            DoubleSupplier chance,
            Post post,
            DeliveryTelemetry telemetry) {}

    Dispatcher(Parts parts, DeliveryRows rows, java.util.function.Function<Consumer<Message>, Outcomes> outcomes) {
        this.parts = parts;
        this.rows = rows;
        this.lanes = new Lanes(this::attempt, this::wake);
        this.outcomes = outcomes.apply(lanes::settled);
        this.thread = Thread.ofVirtual().name("webhook-claims").unstarted(this::serve);
        parts.telemetry().watch(lanes);
    }

    /** @param eventMade told of tenants for whom an event was made */
    void start(Consumer<Tenant> eventMade) {
        outcomes.start(eventMade);
        thread.start();
    }

    /** This node's id. */
    String node() {
        return parts.node();
    }

    /** For how many messages an endpoint has room that need not be claimed first. */
    int room(Target target) {
        return claiming && target.rateLimit().isEmpty() ? lanes.room(target.key()) : 0;
    }

    /** Takes messages that were made leased to this node. */
    void add(List<Message> messages) {
        lanes.add(messages);
        if (!claiming) {
            handOver();
        }
    }

    /** Something is due now. */
    void wake() {
        wakes.release();
    }

    /** What a transaction made that was lost before it said whether it holds may be leased to this node. */
    void doubt() {
        doubtful = true;
    }

    private boolean attempt(Message message) {
        var start = parts.clock().instant();
        Result result;
        try {
            result = parts.post().send(message);
        } catch (RuntimeException e) {
            log.error(
                    "an attempt of {} for {} failed on our side",
                    message.id(),
                    message.target().id(),
                    e);
            result = Result.failed("internal", Duration.ZERO);
        }
        if (closed && !result.arrived()) {
            // Cut off by this node's end, which is not the receiver's failure.
            released(List.of(message));
            return false;
        }
        parts.telemetry().attempted(result);
        Judgement judgement = Judgement.of(
                result,
                message.made() + 1,
                parts.clock().instant(),
                parts.chance().getAsDouble());
        boolean recovers = message.target().failingSince().isPresent()
                || lanes.isFailing(message.target().key());
        outcomes.bring(new Outcomes.Outcome(message, result, judgement, start, recovers));
        return result.arrived();
    }

    private void serve() {
        for (int look = 0; !closed; look++) {
            try {
                boolean more = claiming && claim();
                if (look % SWEEP_EACH == 0) {
                    sweep();
                }
                if (!more && wakes.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            } catch (StoreException e) {
                doubtful = true;
                log.warn("due deliveries cannot be claimed; it is tried again", e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pause() {
        try {
            wakes.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims once; whether it is worth while to do so again at once. */
    private boolean claim() {
        var now = parts.clock().instant();
        List<Target> due = parts.database().asEngineAtOnce(tx -> rows.due(tx, now));
        if (due.isEmpty()) {
            return false;
        }
        Map<Target.Key, Target> targets = new HashMap<>();
        due.forEach(target -> targets.put(target.key(), target));
        List<Message> messages = new ArrayList<>();
        List<DeliveryRows.Held> without = new ArrayList<>();
        Map<Target.Key, Integer> full = parts.database().asEngine(tx -> {
            List<Target> limited =
                    due.stream().filter(t -> t.rateLimit().isPresent()).toList();
            Map<Target.Key, Integer> rates = limited.isEmpty() ? Map.of() : rows.rates(tx, limited, now);
            Map<Target.Key, Integer> room = new LinkedHashMap<>();
            for (Target target : due) {
                int places = Math.min(lanes.room(target.key()), rates.getOrDefault(target.key(), Integer.MAX_VALUE));
                if (places > 0) {
                    room.put(target.key(), places);
                }
            }
            if (room.isEmpty()) {
                return Map.of();
            }
            Map<Target.Key, Integer> taken = new LinkedHashMap<>();
            Map<Target.Key, Integer> spent = new LinkedHashMap<>();
            for (DeliveryRows.Claimed one : rows.claim(tx, parts.node(), room, now)) {
                taken.merge(one.endpoint(), 1, Integer::sum);
                if (rates.containsKey(one.endpoint())) {
                    spent.merge(one.endpoint(), 1, Integer::sum);
                }
                Target target = targets.get(one.endpoint());
                if (target != null && one.body().isPresent()) {
                    messages.add(new Message(
                            target,
                            one.event(),
                            one.type().orElse(""),
                            one.body().get(),
                            one.made(),
                            one.token()));
                } else {
                    without.add(new DeliveryRows.Held(new Message.Key(one.endpoint(), one.event()), one.token()));
                }
            }
            if (!spent.isEmpty()) {
                rows.spend(tx, spent);
            }
            rows.drop(tx, without);
            taken.keySet()
                    .retainAll(room.keySet().stream()
                            .filter(key -> taken.getOrDefault(key, 0).equals(room.get(key)))
                            .toList());
            return taken;
        });
        lanes.add(messages);
        full.keySet().forEach(lanes::leavesMore);
        return full.keySet().stream().anyMatch(key -> lanes.room(key) > 0);
    }

    /** Frees what dead nodes held, and what this one holds without knowing it. */
    private void sweep() {
        while (parts.database().asEngineAtOnce(rows::sweep) > 0) {
            wake();
        }
        if (doubtful) {
            reconcile();
        }
        lanes.forgetIdle();
    }

    /** What is this node's by the database and unknown here, twice running, is freed: in between it may just have been made. */
    private void reconcile() {
        Set<DeliveryRows.Held> unknown =
                new HashSet<>(parts.database().asEngineAtOnce(tx -> rows.heldBy(tx, parts.node())));
        unknown.removeIf(held -> lanes.holds(held.key()));
        List<DeliveryRows.Held> twice = unknown.stream().filter(lost::contains).toList();
        if (!twice.isEmpty()) {
            parts.database().asEngine(tx -> {
                rows.giveUp(tx, parts.node(), twice);
                return true;
            });
            twice.forEach(unknown::remove);
        }
        lost = unknown;
        doubtful = !unknown.isEmpty();
    }

    /** Claims no more; what this node holds is sent. */
    void stopClaiming() {
        claiming = false;
    }

    /** Frees what this node holds and has not sent yet. */
    void handOver() {
        claiming = false;
        released(lanes.stop());
    }

    private void released(List<Message> messages) {
        if (!messages.isEmpty()) {
            try {
                parts.database().asEngine(tx -> {
                    rows.release(tx, messages);
                    return true;
                });
            } catch (StoreException e) {
                log.info("deliveries were not freed; another node does it", e);
            }
        }
    }

    /** Ends the claims, cuts off what is out, writes what came of the rest. */
    @Override
    public void close() {
        handOver();
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.post().cutOff();
        lanes.close();
        outcomes.close();
        parts.post().close();
    }
}
