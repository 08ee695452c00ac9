package energy.amps.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Kills one of several nodes in the middle of work that falls due, and follows the rows that it held. */
final class KilledNode {
    private static final int PER_SECOND = 300;
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Duration UNTIL_THE_KILL = Duration.ofSeconds(4);
    private static final Duration LEAD = Duration.ofSeconds(8);
    private static final Duration MOVE_LIMIT = Duration.ofMinutes(1);

    private final Site site;
    private final Cluster cluster;
    private final DueActions actions;
    private final Postgres postgres;

    KilledNode(Site site, Cluster cluster, DueActions actions) {
        this.site = site;
        this.cluster = cluster;
        this.actions = actions;
        this.postgres = cluster.postgres();
    }

    NodesScenario.Killed run() throws Exception {
        int count = Math.toIntExact(PER_SECOND * WITHIN.toSeconds());
        Batch batch = new Batch(count, site.clock().instant().plus(LEAD), WITHIN);
        long first = actions.store(batch);
        park(batch.from().plus(UNTIL_THE_KILL));
        Cluster.Node victim = cluster.nodes().getLast();
        victim.server().process().kill();
        // What it held is what stands in its name now that it is dead: nobody else may touch that before its lease
        // lapses.
        postgres.run("""
                create table bench.held as
                select d.ref, a.stage, clock_timestamp() as died from due d
                join action a on a.customer_id = d.customer_id and a.id = d.ref where d.lease_owner = ?
                """, victim.id());
        Instant died = site.clock().instant();
        Duration moved = new Drain(postgres, site.clock())
                .empty("due where lease_owner = '" + victim.id() + "'", died, MOVE_LIMIT);
        actions.awaitEmpty(batch);
        return judged(count, first, moved);
    }

    private NodesScenario.Killed judged(int count, long first, Duration moved) throws SQLException {
        List<String> held = postgres.row("""
                select count(*), count(*) filter (where h.stage <> 'waiting'),
                       extract(epoch from min(a.completed_at) filter (where h.stage = 'waiting') - min(h.died)),
                       extract(epoch from max(a.completed_at) filter (where h.stage = 'waiting') - min(h.died)),
                       extract(epoch from max(a.completed_at) filter (where h.stage <> 'waiting') - min(h.died))
                from bench.held h join action a on a.id = h.ref
                """);
        String wrong = postgres.text(
                """
                select count(*) from action a
                where a.id >= %1$s and a.id < %2$s
                  and (a.state <> 'completed' or a.stage <> 'done' or 1 <> (
                      select count(*) from event e
                      where e.customer_id = a.customer_id and e.device_id = a.device_id and e.data::jsonb ->> 'id' = a.id
                        and e.type = 'push.completed'))
                """.formatted(Fleet.sqlId("act", "?::bigint"), Fleet.sqlId("act", "?::bigint")), first, first + count);
        int rows = Integer.parseInt(held.getFirst());
        if (held.get(2).equals("null")) {
            throw new IllegalStateException("the killed node held nothing: there is nothing to say");
        }
        return new NodesScenario.Killed(
                "%d/s falling due over %d s".formatted(PER_SECOND, WITHIN.toSeconds()),
                rows,
                Integer.parseInt(held.get(1)),
                moved.toMillis() / 1000.0,
                Double.parseDouble(held.get(2)),
                seconds(held.get(3)),
                seconds(held.get(4)),
                count,
                Integer.parseInt(wrong));
    }

    private static Optional<Double> seconds(String cell) {
        return cell.equals("null") ? Optional.empty() : Optional.of(Double.parseDouble(cell));
    }

    private void park(Instant until) {
        long end = System.nanoTime()
                + Duration.between(site.clock().instant(), until).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
