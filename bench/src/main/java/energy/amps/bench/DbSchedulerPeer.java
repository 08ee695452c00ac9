package energy.amps.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The peer of {@code due}: db-scheduler, with its fastest way of polling, and tasks that do nothing. */
final class DbSchedulerPeer implements AutoCloseable {
    static final int THREADS = 40;
    static final Duration POLLING = Duration.ofMillis(100);
    private static final double LOWER_LIMIT = 0.5;
    private static final double UPPER_LIMIT = 4.0;
    private static final String TASK = "nothing";

    private static final List<String> TABLE = List.of(
            """
            create table bench.scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea,
                execution_time timestamptz not null, picked boolean not null, picked_by text,
                last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                last_heartbeat timestamptz, version bigint not null, priority smallint,
                primary key (task_name, task_instance))
            """,
            "create index on bench.scheduled_tasks (execution_time)",
            "create index on bench.scheduled_tasks (last_heartbeat)");

    private final Postgres postgres;
    private final InstantSource clock;
    private final HikariDataSource connections;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private Latencies latencies = new Latencies();

    private DbSchedulerPeer(Postgres postgres, InstantSource clock) {
        this.postgres = postgres;
        this.clock = clock;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url());
        config.setUsername(Postgres.USER);
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(THREADS);
        this.connections = new HikariDataSource(config);
        OneTimeTask<Void> task =
                Tasks.oneTime(TASK).execute((instance, context) -> record(context.getExecution().executionTime));
        this.scheduler = Scheduler.create(connections, task)
                .tableName("bench.scheduled_tasks")
                .threads(THREADS)
                .pollingInterval(POLLING)
                .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                .build();
    }

    /** Makes its table and starts it. */
    static DbSchedulerPeer start(Postgres postgres, InstantSource clock) throws SQLException {
        for (String statement : TABLE) {
            postgres.run(statement);
        }
        DbSchedulerPeer peer = new DbSchedulerPeer(postgres, clock);
        peer.scheduler.start();
        return peer;
    }

    private void record(Instant due) {
        long nanos = Duration.between(due, clock.instant()).toNanos();
        lock.lock();
        try {
            latencies.record(nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Stores a batch, waits until it is worked off, and says how. */
    Drained drain(Batch batch) throws SQLException {
        postgres.run("""
                insert into bench.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                select ?, n::text, ?::timestamptz + n * ?::bigint * interval '1 microsecond', false, 1
                from generate_series(0, ?::int - 1) n
                """, TASK, batch.from().toString(), batch.gapMicros(), batch.size());
        postgres.run("analyze bench.scheduled_tasks");
        Duration time = new Drain(postgres, clock).empty("bench.scheduled_tasks", batch.from(), batch.limit());
        postgres.run("vacuum analyze bench.scheduled_tasks");
        Drained.Lateness begun = Drained.Lateness.of(taken());
        return new Drained(batch.size(), time, begun, begun);
    }

    private Latencies taken() {
        lock.lock();
        try {
            Latencies all = latencies;
            latencies = new Latencies();
            return all;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        scheduler.stop();
        connections.close();
    }
}
