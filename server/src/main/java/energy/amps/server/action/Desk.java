package energy.amps.server.action;

import energy.amps.server.action.DocketWriter.Change;
import energy.amps.server.action.DocketWriter.Written;
import energy.amps.server.agenda.Lease;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the engine's steps are committed, many at a time: while one transaction is under way the next steps gather, and go
 * together in the next. Steps of one device keep their order. Thread-safe.
 *
 * <p>A database that cannot be reached makes the desk wait and try again, and by that everything before it. A step that
 * fails by itself is taken out, logged, and its device woken again later.
 */
final class Desk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    /** Most steps of one transaction. */
    private static final int BATCH = 256;

    /** Most steps that wait in one line before whoever brings more must wait too. */
    private static final int QUEUE = 4096;

    /** Transactions that may be under way at the same time. */
    private static final int LINES = 2;

    private static final long RETRY_MILLIS = 200;

    /**
     * One device's step.
     *
     * @param device whose docket it steps
     * @param step what it does
     * @param onFailure the due rows that wake the device again, should the step fail
     */
    record Job(DeviceKey device, Step step, List<Lease> onFailure) {}

    /** A pure function from a docket to the next. */
    @FunctionalInterface
    interface Step {
        Stepped take(Docket docket);
    }

    /** What happens with what was committed, and with what could not be. */
    interface Aftermath {
        void committed(Written written, Map<DeviceKey, List<Effect>> effects);

        /** What an attempt wrote whose commit's answer was lost, and which the next one found no reason to do again. */
        void lost(Written written, Map<DeviceKey, List<Effect>> effects);

        void failed(Job job);
    }

    /** What an attempt wrote, before anybody knows whether its commit holds. */
    private record Tried(Written written, Map<DeviceKey, List<Effect>> effects) {}

    private final Database database;
    private final DocketWriter writer;
    private final Aftermath aftermath;
    private final Counter failures;
    private final DistributionSummary batches;
    private final List<Line> lines = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    Desk(Database database, DocketWriter writer, Aftermath aftermath, MeterRegistry meters) {
        this.database = database;
        this.writer = writer;
        this.aftermath = aftermath;
        this.failures = Counter.builder("amps.engine.steps.failed")
                .description("steps that threw; their actions stay as they were")
                .register(meters);
        this.batches = DistributionSummary.builder("amps.engine.batch")
                .description("steps of one transaction")
                .register(meters);
    }

    void start() {
        for (int i = 0; i < LINES; i++) {
            lines.add(new Line(i));
        }
    }

    /** Brings a step; waits while the desk is full. */
    void submit(Job job) {
        Line line = lines.get(Math.floorMod(job.device().hashCode(), LINES));
        try {
            line.queue.put(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while bringing a step", e);
        }
    }

    /** Commits what is queued, and stops. */
    @Override
    public void close() {
        closing.countDown();
        for (Line line : lines) {
            try {
                line.thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** One line of waiting steps, and the thread that serves it. */
    private final class Line {
        private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);
        private final Thread thread;

        Line(int number) {
            thread = Thread.ofVirtual().name("desk-" + number).start(this::serve);
        }

        private void serve() {
            while (!isClosed() || !queue.isEmpty()) {
                try {
                    Job first = queue.poll(50, TimeUnit.MILLISECONDS);
                    if (first != null) {
                        List<Job> batch = new ArrayList<>();
                        batch.add(first);
                        queue.drainTo(batch, BATCH - 1);
                        batches.record(batch.size());
                        commit(batch);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private void commit(List<Job> batch) throws InterruptedException {
            AtomicReference<Optional<Tried>> tried = new AtomicReference<>(Optional.empty());
            while (true) {
                try {
                    attempt(batch, tried);
                    return;
                } catch (StoreException e) {
                    if (!e.isWorthRetrying() || isClosed()) {
                        oneByOne(batch, e);
                        return;
                    }
                    log.warn("could not commit {} steps; trying again", batch.size(), e);
                    closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                } catch (RuntimeException e) {
                    oneByOne(batch, e);
                    return;
                }
            }
        }

        private void oneByOne(List<Job> batch, RuntimeException reason) {
            if (batch.size() == 1) {
                failed(batch.getFirst(), reason);
                return;
            }
            for (Job job : batch) {
                try {
                    attempt(List.of(job), new AtomicReference<>(Optional.empty()));
                } catch (RuntimeException e) {
                    failed(job, e);
                }
            }
        }

        private void failed(Job job, RuntimeException reason) {
            failures.increment();
            log.error(
                    "a step of {} failed; its actions stay as they were",
                    job.device().device(),
                    reason);
            aftermath.failed(job);
        }
    }

    /** @param tried what the attempt before wrote, if there was one; this one's takes its place */
    private void attempt(List<Job> batch, AtomicReference<Optional<Tried>> tried) {
        Optional<Tried> before = tried.get();
        Map<DeviceKey, List<Effect>> effects = new LinkedHashMap<>();
        Written written = database.asEngine(tx -> {
            effects.clear();
            Written now = take(tx, batch, effects::put);
            tried.set(Optional.of(new Tried(now, Map.copyOf(effects))));
            return now;
        });
        aftermath.committed(written, effects);
        before.ifPresent(lost -> aftermath.lost(lost.written(), without(lost.effects(), effects)));
    }

    private static Map<DeviceKey, List<Effect>> without(
            Map<DeviceKey, List<Effect>> all, Map<DeviceKey, List<Effect>> done) {
        Map<DeviceKey, List<Effect>> left = new LinkedHashMap<>();
        all.forEach((device, effects) -> left.put(
                device,
                effects.stream()
                        .filter(effect -> !done.getOrDefault(device, List.of()).contains(effect))
                        .toList()));
        return left;
    }

    private Written take(Tx tx, List<Job> batch, BiConsumer<DeviceKey, List<Effect>> effects) {
        Map<DeviceKey, Docket> before =
                DocketRows.lock(tx, batch.stream().map(Job::device).toList());
        Map<DeviceKey, Docket> after = new LinkedHashMap<>(before);
        Map<DeviceKey, List<Effect>> wanted = new LinkedHashMap<>();
        for (Job job : batch) {
            Docket docket = after.get(job.device());
            if (docket == null) {
                // Its device is gone, and with it everything that was due.
                continue;
            }
            Stepped stepped = job.step().take(docket);
            after.put(job.device(), stepped.docket());
            wanted.computeIfAbsent(job.device(), key -> new ArrayList<>()).addAll(stepped.effects());
        }
        wanted.forEach(effects);
        List<Change> changes = before.entrySet().stream()
                .map(entry -> new Change(entry.getValue(), after.getOrDefault(entry.getKey(), entry.getValue())))
                .toList();
        return writer.write(tx, changes);
    }
}
