package energy.amps.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Scheduled actions, one per device: copies of one real push, made by SQL that knows no column but ids and instants. */
final class DueActions {
    private static final Duration FAR = Duration.ofDays(20);

    private final Postgres postgres;
    private final InstantSource clock;
    private final Fleet fleet;
    private long made;

    private DueActions(Postgres postgres, InstantSource clock, Fleet fleet) {
        this.postgres = postgres;
        this.clock = clock;
        this.fleet = fleet;
    }

    /** Takes one push as the pattern for all others. */
    static DueActions like(ServerProcess server, Postgres postgres, InstantSource clock, Fleet fleet) throws Exception {
        Instant far = clock.instant().plus(FAR).truncatedTo(ChronoUnit.SECONDS);
        try (HttpConnection http = new HttpConnection(server.url())) {
            String id = PushScenario.push(http, server, server.battery(), PushScenario.pushAt(far));
            postgres.run("create table bench.action as select * from action where id = ?", id);
            postgres.run("create table bench.due as select * from due where ref = ?", id);
            fleet.occupy(id);
        }
        return new DueActions(postgres, clock, fleet);
    }

    /** Stores a batch, waits until the server has worked it off, and says how. */
    Drained drain(Batch batch) throws SQLException {
        long first = store(batch);
        Duration time = awaitEmpty(batch);
        refuseFailures();
        Drained drained =
                new Drained(batch.size(), time, lateness("acknowledged_at", first), lateness("completed_at", first));
        fleet.free();
        return drained;
    }

    /** Waits until nothing but the standing is due; gives how long after the batch's first instant that was. */
    Duration awaitEmpty(Batch batch) throws SQLException {
        return new Drain(postgres, clock)
                .empty(
                        "due where kind = 'action' and not starts_with(ref, 'act_standing')",
                        batch.from(),
                        batch.limit());
    }

    /** Stores a batch; gives the number of its first action. */
    long store(Batch batch) throws SQLException {
        long first = made;
        made += batch.size();
        store(batch, first);
        if (!clock.instant().isBefore(batch.from())) {
            throw new IllegalStateException("storing took until after the batch was due");
        }
        return first;
    }

    private void store(Batch batch, long first) throws SQLException {
        String action = Fleet.sqlId("act", "n + ?::bigint");
        String device = Fleet.sqlId("device", "n");
        String at = "?::timestamptz + n * ?::bigint * interval '1 microsecond'";
        String from = batch.from().toString();
        postgres.run("""
                        insert into action select r.* from bench.action t, generate_series(0, ?::int - 1) n,
                        lateral jsonb_populate_record(t, jsonb_build_object('id', %s, 'device_id', %s, 'start_at', %s)) r
                        """.formatted(action, device, at), batch.size(), first, from, batch.gapMicros());
        postgres.run("""
                        insert into due select r.* from bench.due t, generate_series(0, ?::int - 1) n,
                        lateral jsonb_populate_record(t, jsonb_build_object('ref', %s, 'device_id', %s, 'due_at', %s)) r
                        """.formatted(action, device, at), batch.size(), first, from, batch.gapMicros());
        postgres.run("analyze action");
        postgres.run("analyze due");
    }

    private void refuseFailures() throws SQLException {
        List<String> odd = postgres.column("""
                select count(*) || ' ' || state || '/' || stage || coalesce(' ' || error_code, '') from action
                where id like 'act\\_zz%' and (state <> 'completed' or stage <> 'done') group by state, stage, error_code
                """);
        if (!odd.isEmpty()) {
            throw new IllegalStateException("actions failed or did not end: " + odd);
        }
    }

    private Drained.Lateness lateness(String instant, long first) throws SQLException {
        return Drained.Lateness.of(postgres.row("""
                        select percentile_disc(0.5) within group (order by late), percentile_disc(0.99) within group (order by late),
                               max(late)
                        from (select extract(epoch from %s - start_at) * 1000 as late from action
                              where id >= %s and id like 'act\\_zz%%') x
                        """.formatted(instant, Fleet.sqlId("act", "?::bigint")), first));
    }
}
