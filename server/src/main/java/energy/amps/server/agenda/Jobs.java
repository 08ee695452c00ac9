package energy.amps.server.agenda;

import energy.amps.server.agenda.JobRows.Claimed;
import energy.amps.server.store.Database;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable work that must be done, and not to the millisecond: erasing, letting things lapse. A job is put in the transaction
 * that asks for it, any node does it, and it is done at least once: a handler finds out what is left to do. Thread-safe.
 *
 * <p>What has to happen at its instant is the {@link Agenda}'s; a backlog here is not in its way.
 */
public final class Jobs implements AutoCloseable {
    /** Most jobs that a node works on at a time. */
    public static final int MOST_AT_ONCE = 8;

    /** How long a job may take before another node takes it for abandoned. */
    public static final Duration LEASE = Duration.ofMinutes(1);

    /** How often a node looks for jobs; nodes do not look in step. */
    public static final Duration TICK = Duration.ofSeconds(1);

    /** Longest pause before a job that failed is tried again. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    /** Does jobs of one kind. Runs with no transaction open; may run again for a job that was done already. */
    @FunctionalInterface
    public interface Handler {
        Next run(JobKey job);
    }

    /** What comes after a run. */
    public sealed interface Next {
        /** Nothing: the job is over. */
        record Done() implements Next {}

        /**
         * Another run.
         *
         * @param at not before
         */
        record Again(Instant at) implements Next {}
    }

    private final Database database;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Crew<Claimed> crew = new Crew<>(MOST_AT_ONCE, TICK, this::claim, this::work);

    /** @param clock the platform's time */
    public Jobs(Database database, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.clock = clock;
        this.meters = meters;
        meters.gauge("amps.jobs.running", crew, Crew::busy);
    }

    /** Names who does a kind; before {@link #start}. */
    public void handle(String kind, Handler handler) {
        handlers.put(kind, handler);
        // From the start, so that a failure shows as a step from 0.
        List.of("done", "again", "failed").forEach(outcome -> runs(kind, outcome));
    }

    private Counter runs(String kind, String outcome) {
        return Counter.builder("amps.jobs.runs")
                .description("runs of jobs")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(meters);
    }

    /** Puts a job in the caller's transaction, or moves the one that stands there. */
    public static void put(Tx tx, JobKey job, Instant at) {
        JobRows.put(tx, job, at);
    }

    /** Takes a job back in the caller's transaction. */
    public static void drop(Tx tx, JobKey job) {
        JobRows.drop(tx, job);
    }

    /** Takes up work, in threads of its own. */
    public void start() {
        crew.start();
    }

    /** Looks at once: a job that is due was put, and committed. */
    public void ring() {
        crew.ring();
    }

    private List<Claimed> claim(int limit) {
        try {
            Instant now = clock.instant();
            return database.asEngineAtOnce(tx -> JobRows.claim(tx, handlers.keySet(), now, now.plus(LEASE), limit));
        } catch (StoreException e) {
            log.warn("could not look for jobs; trying again at the next tick", e);
            return List.of();
        }
    }

    private void work(Claimed job) {
        Next next = run(job);
        try {
            database.asEngineAtOnce(tx -> {
                switch (next) {
                    case Next.Done done -> JobRows.done(tx, job);
                    case Next.Again(Instant at) -> JobRows.again(tx, job, at);
                }
                return true;
            });
        } catch (StoreException e) {
            log.warn("could not note what came of {}; it runs again when its lease has ended", job.key(), e);
        }
    }

    private Next run(Claimed job) {
        Handler handler = Objects.requireNonNull(handlers.get(job.key().kind()));
        String outcome = "failed";
        try {
            Next next = handler.run(job.key());
            outcome = next instanceof Next.Done ? "done" : "again";
            return next;
        } catch (RuntimeException e) {
            log.error("{} failed; it is tried again", job.key(), e);
            return new Next.Again(clock.instant().plus(pause(job.token())));
        } finally {
            runs(job.key().kind(), outcome).increment();
        }
    }

    private static Duration pause(long claims) {
        Duration pause = Duration.ofSeconds(1L << Math.min(claims, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Does everything that is due now, in the caller's thread; gives how many runs that took. */
    public int runDue() {
        return crew.runDue();
    }

    /** Takes up nothing more, and lets what runs come to its end. */
    @Override
    public void close() {
        crew.close();
    }
}
