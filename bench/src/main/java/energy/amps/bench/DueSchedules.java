package energy.amps.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Daily schedules, one per device: copies of one real one, made by SQL that knows no column but ids. */
final class DueSchedules {
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");
    private static final Pattern SCHEDULE = Pattern.compile("\"id\":\"(sched_\\w+)\"");
    private static final int STORED_PER_SECOND = 4_000;
    private static final Duration LEAD = Duration.ofSeconds(5);

    private final ServerProcess server;
    private final Postgres postgres;
    private final InstantSource clock;
    private final Fleet fleet;

    /** Schedules of former rounds: their occurrences have their actions, and an id that came again would have none left. */
    private long made;

    DueSchedules(ServerProcess server, Postgres postgres, InstantSource clock, Fleet fleet) {
        this.server = server;
        this.postgres = postgres;
        this.clock = clock;
        this.fleet = fleet;
    }

    /** Stores so many, due at a full minute, waits until the server has worked them off, and says how. */
    Drained drain(int count) throws Exception {
        Instant at = clock.instant()
                .plus(LEAD)
                .plusMillis(count * 1000L / STORED_PER_SECOND)
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(1, ChronoUnit.MINUTES);
        store(count, at);
        Batch batch = new Batch(count, at, Duration.ZERO);
        Drain drain = new Drain(postgres, clock);
        drain.empty("due where kind = 'schedule' and due_at <= '" + at + "'", at, batch.limit());
        Duration time =
                drain.empty("due where kind = 'action' and not starts_with(ref, 'act_standing')", at, batch.limit());
        refuseWhatIsNotOnce(count, at);
        Drained drained = new Drained(count, time, lateness("acknowledged_at", at), lateness("completed_at", at));
        clear();
        return drained;
    }

    private void store(int count, Instant at) throws Exception {
        String id = real(at);
        postgres.run("drop table if exists bench.schedule, bench.schedule_due");
        postgres.run("create table bench.schedule as select * from schedule where id = ?", id);
        postgres.run("create table bench.schedule_due as select * from due where ref = ?", id);
        postgres.run("delete from due where ref = ?", id);
        postgres.run("delete from schedule where id = ?", id);
        String schedule = Fleet.sqlId("sched", "n + " + made);
        made += count;
        String device = Fleet.sqlId("device", "n");
        postgres.run("""
                insert into schedule select r.* from bench.schedule t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('id', %s, 'device_id', %s)) r
                """.formatted(schedule, device), count);
        postgres.run("""
                insert into due select r.* from bench.schedule_due t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t,
                    jsonb_build_object('ref', %s, 'device_id', %s, 'lease_owner', null, 'lease_token', 0)) r
                """.formatted(schedule, device), count);
        postgres.run("vacuum analyze schedule");
        postgres.run("vacuum analyze due");
        if (!clock.instant().isBefore(at)) {
            throw new IllegalStateException("storing took until after the slots were due");
        }
    }

    /** Sets one over HTTP; gives its id. */
    private String real(Instant at) throws Exception {
        String body = "{\"timezone\":\"" + ZONE + "\",\"recurrence\":{\"rule\":\"daily\"},\"slots\":[{\"time\":\""
                + MINUTE.format(at.atZone(ZONE)) + "\",\"command\":\"charge\"}]}";
        try (HttpConnection http = new HttpConnection(server.url())) {
            http.exchange(HttpConnection.put("/battery/" + server.battery() + "/schedule", server.key(), body), 200);
            Matcher schedule = SCHEDULE.matcher(http.body());
            if (!schedule.find()) {
                throw new IllegalStateException("a schedule without an id: " + http.body());
            }
            return schedule.group(1);
        }
    }

    private void refuseWhatIsNotOnce(int count, Instant at) throws Exception {
        List<String> found = postgres.row("""
                select count(*), count(distinct schedule_id), count(*) filter (where state = 'completed') from action
                where starts_with(schedule_id, 'sched_zz') and start_at = ?::timestamptz
                """, at.toString());
        String expected = Integer.toString(count);
        if (!found.equals(List.of(expected, expected, expected))) {
            throw new IllegalStateException("actions, schedules that have one, and completed ones are " + found
                    + " and not " + expected + " each");
        }
    }

    private Drained.Lateness lateness(String instant, Instant at) throws Exception {
        return Drained.Lateness.of(postgres.row("""
                        select percentile_disc(0.5) within group (order by late), percentile_disc(0.99) within group (order by late),
                               max(late)
                        from (select extract(epoch from %s - start_at) * 1000 as late from action
                              where starts_with(schedule_id, 'sched_zz') and start_at = ?::timestamptz) x
                        """.formatted(instant), at.toString()));
    }

    private void clear() throws Exception {
        fleet.free();
        postgres.run("delete from schedule where starts_with(id, 'sched_zz')");
        postgres.run("vacuum analyze schedule");
    }
}
