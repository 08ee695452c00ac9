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
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        /** The term of the lease under which a transaction begins. */
        long term();

        /** @param term that of its beginning */
        void committed(Written written, Map<DeviceKey, List<Effect>> effects, long term);

        void failed(Job job);

        /** Whether the devices' steps were committed is not known. */
        void doubtful(Collection<DeviceKey> devices);
    }

    private final Database database;
    private final DocketWriter writer;
    private final DocketRows.Times times;
    private final Aftermath aftermath;
    private final Counter failures;
    private final DistributionSummary batches;
    /** Read by whoever looks at the metrics while it is filled at the start. */
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    private final CountDownLatch closing = new CountDownLatch(1);

    Desk(Database database, DocketWriter writer, DocketRows.Times times, Aftermath aftermath, MeterRegistry meters) {
        this.database = database;
        this.writer = writer;
        this.times = times;
        this.aftermath = aftermath;
        this.failures = Counter.builder("amps.engine.steps.failed")
                .description("steps that threw; their actions stay as they were")
                .register(meters);
        this.batches = DistributionSummary.builder("amps.engine.batch")
                .description("steps of one transaction")
                .register(meters);
        Gauge.builder("amps.engine.queue", this, Desk::waiting)
                .description("steps that wait for a transaction, over all lines")
                .register(meters);
        Gauge.builder("amps.engine.queue.most", () -> LINES * QUEUE)
                .description("how many may wait, over all lines, before whoever brings more must wait too")
                .register(meters);
        for (int i = 0; i < LINES; i++) {
            lines.add(new Line(i));
        }
    }

    void start() {
        lines.forEach(Line::start);
    }

    /** Brings a step; waits while the desk is full. */
    void submit(Job job) {
        Line line = lineOf(job.device());
        try {
            line.queue.put(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while bringing a step", e);
        }
    }

    /** Brings a step that may be left out: it is, while the desk is full. Never waits. */
    boolean offer(Job job) {
        return lineOf(job.device()).queue.offer(job);
    }

    private Line lineOf(DeviceKey device) {
        return lines.get(Math.floorMod(device.device().hashCode(), LINES));
    }

    /** How many lines there are. */
    int size() {
        return lines.size();
    }

    /** Tries once to commit what waits in a line, a batch at most; false when that must be tried again. */
    boolean commitNext(int line) {
        return lines.get(line).commitNext();
    }

    /** Whether nothing waits in a line. */
    boolean isEmpty(int line) {
        return lines.get(line).isEmpty();
    }

    /** Commits what is queued, and stops. */
    @Override
    public void close() {
        closing.countDown();
        lines.forEach(Line::join);
    }

    private int waiting() {
        return lines.stream().mapToInt(line -> line.queue.size()).sum();
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** One line of waiting steps, and the thread that serves it. */
    private final class Line {
        private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);
        private final Thread thread;

        /** What is being committed; the serving thread's alone. */
        private final List<Job> batch = new ArrayList<>();

        Line(int number) {
            thread = Thread.ofVirtual().name("desk-" + number).unstarted(this::serve);
        }

        void start() {
            thread.start();
        }

        void join() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        boolean isEmpty() {
            return batch.isEmpty() && queue.isEmpty();
        }

        private void serve() {
            while (!isClosed() || !isEmpty()) {
                try {
                    Job first = batch.isEmpty() ? queue.poll(50, TimeUnit.MILLISECONDS) : null;
                    if (first != null) {
                        batch.add(first);
                    }
                    if (!commitNext()) {
                        closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        boolean commitNext() {
            queue.drainTo(batch, BATCH - batch.size());
            return batch.isEmpty() || commit();
        }

        private boolean commit() {
            batches.record(batch.size());
            try {
                attempt(batch);
            } catch (StoreException e) {
                if (e.isInDoubt()) {
                    aftermath.doubtful(batch.stream().map(Job::device).toList());
                }
                if (e.isWorthRetrying() && !isClosed()) {
                    log.warn("could not commit {} steps; trying again", batch.size(), e);
                    return false;
                }
                oneByOne(e);
            } catch (RuntimeException e) {
                oneByOne(e);
            }
            batch.clear();
            return true;
        }

        private void oneByOne(RuntimeException reason) {
            if (batch.size() == 1) {
                failed(batch.getFirst(), reason);
                return;
            }
            for (Job job : batch) {
                try {
                    attempt(List.of(job));
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

    private void attempt(List<Job> batch) {
        Map<DeviceKey, List<Effect>> effects = new LinkedHashMap<>();
        long term = aftermath.term();
        Written written = database.asEngine(tx -> {
            effects.clear();
            return take(tx, batch, effects::put);
        });
        aftermath.committed(written, effects, term);
    }

    private Written take(Tx tx, List<Job> batch, BiConsumer<DeviceKey, List<Effect>> effects) {
        Map<DeviceKey, Docket> before =
                DocketRows.lock(tx, batch.stream().map(Job::device).toList(), times);
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
