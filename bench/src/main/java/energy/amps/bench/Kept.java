package energy.amps.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the database holds of the pushes that were answered 202.
 *
 * @param accepted how many were
 * @param lost of them, those that are not there
 * @param open those that are not terminal
 * @param ends how many ended in which way
 * @param lateP99 by the stretch in which an action was to start: how late the vendor took it, 99 of 100, milliseconds
 */
record Kept(int accepted, int lost, int open, List<String> ends, Map<Integer, Double> lateP99) {
    private static final int CHUNK = 20_000;

    static Kept of(Postgres postgres, List<String> accepted, Instant from, Duration stretch) throws SQLException {
        postgres.run("create table bench.accepted (id text collate \"C\" primary key)");
        for (int i = 0; i < accepted.size(); i += CHUNK) {
            String[] chunk =
                    accepted.subList(i, Math.min(accepted.size(), i + CHUNK)).toArray(String[]::new);
            // Twice the same id would be one action for two pushes: the primary key refuses it.
            postgres.run("insert into bench.accepted select unnest(?)", (Object) chunk);
        }
        postgres.run("analyze bench.accepted");
        postgres.run("""
                create table bench.kept as
                select b.id as accepted, a.* from bench.accepted b left join action a on a.id = b.id
                """);
        List<String> counts = postgres.row("""
                select count(*), count(*) filter (where id is null), count(*) filter (where id is not null and completed_at is null)
                from bench.kept
                """);
        if (Integer.parseInt(counts.getFirst()) != accepted.size()) {
            throw new IllegalStateException("of " + accepted.size() + " ids " + counts.getFirst() + " were found");
        }
        List<String> ends = postgres.column("""
                select count(*) || ' ' || state || coalesce(' ' || error_code, '') from bench.kept where id is not null
                group by state, error_code order by count(*) desc
                """);
        Map<Integer, Double> late = new HashMap<>();
        List<String> lines = postgres.column("""
                select stretch || ' ' || percentile_disc(0.99) within group (order by late)
                from (select floor(extract(epoch from coalesce(start_at, created_at) - ?::timestamptz) / ?::int)::int as stretch,
                             extract(epoch from acknowledged_at - coalesce(start_at, created_at)) * 1000 as late
                      from bench.kept where acknowledged_at is not null) x
                group by stretch
                """, from.toString(), stretch.toSeconds());
        for (String line : lines) {
            String[] cells = line.split(" ", 2);
            late.put(Integer.parseInt(cells[0]), Double.parseDouble(cells[1]));
        }
        return new Kept(accepted.size(), Integer.parseInt(counts.get(1)), Integer.parseInt(counts.get(2)), ends, late);
    }
}
