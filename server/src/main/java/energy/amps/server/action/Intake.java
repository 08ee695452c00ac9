package energy.amps.server.action;

import energy.amps.check.Checked;
import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Keep;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Turns;
import energy.amps.server.store.Tx;
import energy.amps.server.store.Waits;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where pushes of one tenant meet their devices, many in one transaction: while some are committed, what comes meanwhile
 * gathers, and goes together in the next. A push that comes alone waits for nobody. Thread-safe.
 *
 * <p>The caller whose push finds a place free commits what waits, its own included, and leaves the place with what came
 * meanwhile to a thread of the engine's; the others wait for what is brought to them. Each tenant has places of its own, so none waits behind another's
 * pushes; the transaction is the tenant's, under row-level security.
 *
 * <p>Each push is decided by itself on the docket as the ones before it left it: a refusal refuses that push alone. When a
 * transaction fails, its pushes are tried one by one, so that each caller hears of its own failure and no other's.
 */
final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** Most pushes of one transaction. */
    static final int BATCH = 64;

    /** Transactions of one tenant that may be under way at the same time. */
    static final int PLACES = 2;

    private final Database database;
    private final Lifecycle lifecycle;
    private final DistributionSummary batches;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Tenant, Line> lines = new HashMap<>();

    Intake(Database database, Lifecycle lifecycle, MeterRegistry meters) {
        this.database = database;
        this.lifecycle = lifecycle;
        this.batches = DistributionSummary.builder("amps.push.batch")
                .description("pushes of one transaction")
                .register(meters);
        meters.gauge("amps.push.waiting", this, Intake::waiting);
    }

    /**
     * A decision taken on a docket.
     *
     * @param step the docket after it, and what is to be done once it is committed
     * @param action the action it is about
     */
    record Decision(Stepped step, ActionId action) {}

    /**
     * One push.
     *
     * @param device the device it is for
     * @param rule decides on its docket
     * @param keep what its caller wants written with it
     * @param answer what its caller waits for
     */
    private record Entry(
            DeviceKey device,
            Function<Optional<Docket>, Checked<Decision>> rule,
            Keep<Action> keep,
            CompletableFuture<Checked<Action>> answer) {}

    /** What waits of one tenant, and how many transactions are under way for it; guarded by the lock. */
    private static final class Line {
        final Deque<Entry> waiting = new ArrayDeque<>();
        int busy;
    }

    /**
     * Decides on a device under its lock, writes what was decided and carries it on; durable when this returns. A keep that
     * fails fails its own push.
     *
     * @throws StoreException busy, when its transaction did not begin within {@link Turns#LONGEST_WAIT}
     */
    Checked<Action> decide(DeviceKey device, Function<Optional<Docket>, Checked<Decision>> rule, Keep<Action> keep) {
        Entry entry = new Entry(device, rule, keep, new CompletableFuture<>());
        if (joins(entry)) {
            serve(device.tenant());
        }
        if (!entry.answer().isDone() && !begins(entry)) {
            throw StoreException.busy("a place among the tenant's pushes", Turns.LONGEST_WAIT);
        }
        try {
            return entry.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether its transaction begins in time. From then on it is waited for: what may be written must not be called refused. */
    private boolean begins(Entry entry) {
        Waits waits = database.waits();
        if (waits.comes(entry.answer(), Turns.LONGEST_WAIT)) {
            return true;
        }
        if (leaves(entry)) {
            return false;
        }
        waits.comes(entry.answer(), Waits.ITS_COURSE);
        return true;
    }

    /** Whether it was still waiting, and is not any more. */
    private boolean leaves(Entry entry) {
        lock.lock();
        try {
            Line line = lines.get(entry.device().tenant());
            return line != null && line.waiting.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** How many pushes wait for a transaction to begin. */
    private int waiting() {
        lock.lock();
        try {
            return lines.values().stream().mapToInt(line -> line.waiting.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place in the tenant's line; whether the caller is to serve it. */
    private boolean joins(Entry entry) {
        lock.lock();
        try {
            Line line = lines.computeIfAbsent(entry.device().tenant(), tenant -> new Line());
            line.waiting.add(entry);
            if (line.busy == PLACES) {
                return false;
            }
            line.busy++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Commits a batch, and leaves to another thread what came meanwhile: the caller has its answer and must not wait. */
    private void serve(Tenant tenant) {
        boolean mine = true;
        while (mine) {
            commit(tenant, next(tenant));
            mine = isAnyoneWaiting(tenant) && !handsOn(tenant);
        }
    }

    private boolean handsOn(Tenant tenant) {
        try {
            lifecycle.later(() -> serve(tenant));
            return true;
        } catch (RejectedExecutionException e) {
            // The engine is closing, and those who wait have nobody else.
            return false;
        }
    }

    /** What goes together next; nothing, when the tenant's other transaction has taken it. */
    private List<Entry> next(Tenant tenant) {
        lock.lock();
        try {
            Line line = Objects.requireNonNull(lines.get(tenant));
            List<Entry> batch = new ArrayList<>();
            while (batch.size() < BATCH && !line.waiting.isEmpty()) {
                batch.add(line.waiting.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is more to commit; when there is not, the place is given up. */
    private boolean isAnyoneWaiting(Tenant tenant) {
        lock.lock();
        try {
            Line line = Objects.requireNonNull(lines.get(tenant));
            if (!line.waiting.isEmpty()) {
                return true;
            }
            line.busy--;
            if (line.busy == 0) {
                lines.remove(tenant);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void commit(Tenant tenant, List<Entry> batch) {
        if (batch.isEmpty()) {
            return;
        }
        batches.record(batch.size());
        long term = lifecycle.term();
        Outcome outcome;
        try {
            outcome = database.inTransaction(tenant, tx -> take(tx, batch));
        } catch (RuntimeException | Error e) {
            failed(tenant, batch, e);
            return;
        }
        carryOn(outcome, term);
    }

    private void failed(Tenant tenant, List<Entry> batch, Throwable failure) {
        if (failure instanceof StoreException refused && refused.isInDoubt()) {
            batch.forEach(entry -> lifecycle.doubt(entry.device()));
        }
        if (batch.size() == 1 || (failure instanceof StoreException refused && refused.isUnavailable())) {
            batch.forEach(entry -> entry.answer().completeExceptionally(failure));
        } else if (failure instanceof StoreException refused && refused.isWorthRetrying()) {
            // Something is in the way of one of them, and may be for long: no other waits behind it.
            batch.forEach(entry -> later(entry, () -> commit(tenant, List.of(entry))));
        } else {
            batch.forEach(entry -> commit(tenant, List.of(entry)));
        }
    }

    private void later(Entry entry, Runnable work) {
        try {
            lifecycle.later(work);
        } catch (RejectedExecutionException e) {
            entry.answer().completeExceptionally(e);
        }
    }

    /** What is committed is answered, whatever comes of carrying it on: due rows wake it again. */
    private void carryOn(Outcome outcome, long term) {
        try {
            lifecycle.carryOn(outcome.written(), outcome.effects(), term);
        } catch (RuntimeException e) {
            log.error("accepted pushes could not be carried on; they are looked at again", e);
        } finally {
            outcome.decisions().forEach((entry, decision) -> entry.answer()
                    .complete(decision.then(made -> new Checked.Passed<>(asDecided(made)))));
        }
    }

    /** As its own push left it: another of the same transaction may have replaced it since. */
    private static Action asDecided(Decision decision) {
        return decision.step().docket().find(decision.action()).orElseThrow().view();
    }

    /**
     * What a transaction came to.
     *
     * @param written what it wrote
     * @param effects what is to be done now, by device
     * @param decisions what was decided, push by push
     */
    private record Outcome(
            Written written, Map<DeviceKey, List<Effect>> effects, Map<Entry, Checked<Decision>> decisions) {}

    private Outcome take(Tx tx, List<Entry> batch) {
        Map<DeviceKey, Docket> before =
                DocketRows.lock(tx, batch.stream().map(Entry::device).toList(), lifecycle.clock()::held);
        Map<DeviceKey, Docket> after = new LinkedHashMap<>(before);
        Map<DeviceKey, List<Effect>> effects = new LinkedHashMap<>();
        Map<Entry, Checked<Decision>> decisions = new LinkedHashMap<>();
        for (Entry entry : batch) {
            Optional<Docket> docket = Optional.ofNullable(after.get(entry.device()));
            Checked<Decision> decision = entry.rule().apply(docket);
            if (decision instanceof Checked.Passed<Decision>(Decision passed)) {
                after.put(entry.device(), passed.step().docket());
                effects.computeIfAbsent(entry.device(), device -> new ArrayList<>())
                        .addAll(passed.step().effects());
            }
            decisions.put(entry, decision);
        }
        List<Change> changes = before.entrySet().stream()
                .map(entry -> new Change(entry.getValue(), after.getOrDefault(entry.getKey(), entry.getValue())))
                .toList();
        Written written = lifecycle.writer().write(tx, changes);
        decisions.forEach((entry, decision) -> {
            if (decision instanceof Checked.Passed<Decision>(Decision passed)) {
                entry.keep().keep(tx, asDecided(passed));
            }
        });
        return new Outcome(written, effects, decisions);
    }
}
