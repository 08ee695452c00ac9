package energy.amps.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** What one round costs a server and its PostgreSQL: read before it, right after it, and when the statistics are in. */
final class Meter {

    /** A backend that has nothing to do keeps what it counted to itself for up to 10 seconds. */
    private static final long STATISTICS_NANOS = 11_000_000_000L;

    private final ServerProcess server;
    private final Round round;
    private final Map<Effort.Cost, Double> before;
    private final Map<Effort.Cost, Double> after;
    private final long endNanos;

    private Meter(
            ServerProcess server,
            Map<Effort.Cost, Double> before,
            Round round,
            Map<Effort.Cost, Double> after,
            long endNanos) {
        this.server = server;
        this.before = before;
        this.round = round;
        this.after = after;
        this.endNanos = endNanos;
    }

    /** Runs a round. What was done before it counts as well, unless its {@link #effort} was waited for. */
    static Meter over(ServerProcess server, Callable<Round> work) throws Exception {
        Map<Effort.Cost, Double> before = statistics(server);
        before.putAll(usage(server));
        Round round = work.call();
        return new Meter(server, before, round, usage(server), System.nanoTime());
    }

    Round round() {
        return round;
    }

    /** What the round cost per call. Waits for PostgreSQL's statistics; until then the server is not to be called. */
    Effort effort() throws SQLException, IOException {
        for (long left = left(); left > 0; left = left()) {
            LockSupport.parkNanos(left);
        }
        after.putAll(statistics(server));
        return Effort.between(before, after, round.latencies().count());
    }

    private long left() {
        return endNanos + STATISTICS_NANOS - System.nanoTime();
    }

    private static Map<Effort.Cost, Double> usage(ServerProcess server) throws IOException {
        Map<Effort.Cost, Double> usage = new EnumMap<>(Effort.Cost.class);
        Usage.of(server.process().pid()).ifPresent(own -> usage.put(Effort.Cost.SERVER_CPU, (double) own.cpuMicros()));
        Optional<Usage> database = Usage.ofAll(server.postmaster());
        database.ifPresent(all -> usage.put(Effort.Cost.DATABASE_CPU, (double) all.cpuMicros()));
        database.ifPresent(all -> usage.put(Effort.Cost.FAULTS, (double) all.faults()));
        return usage;
    }

    private static Map<Effort.Cost, Double> statistics(ServerProcess server) throws SQLException, IOException {
        List<Effort.Cost> costs = List.of(
                Effort.Cost.FOUND,
                Effort.Cost.NOT_FOUND,
                Effort.Cost.WAL,
                Effort.Cost.WHOLE_PAGES,
                Effort.Cost.CHECKPOINTS);
        List<String> cells = server.postgres().row("""
                select blks_hit, blks_read, wal_bytes, wal_fpi, num_timed + num_requested
                from pg_stat_database, pg_stat_wal, pg_stat_checkpointer where datname = 'amps'
                """);
        Map<Effort.Cost, Double> statistics = new EnumMap<>(Effort.Cost.class);
        for (int i = 0; i < costs.size(); i++) {
            statistics.put(costs.get(i), Double.parseDouble(cells.get(i)));
        }
        return statistics;
    }
}
