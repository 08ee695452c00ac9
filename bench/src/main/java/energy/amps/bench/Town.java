package energy.amps.bench;

import java.io.IOException;
import java.net.URI;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server with so many batteries, each in a home of its own and with an action that is scheduled for later: real tables with
 * all their indexes, vacuumed and analyzed. Rows are copies of the demo's, made by SQL that knows no column but ids and
 * instants. Everything is asked of devices that are drawn evenly from all of them.
 */
final class Town implements AutoCloseable {
    private static final Duration AHEAD = Duration.ofDays(20);
    private static final String HEAP = "-Xmx512m";
    private static final List<String> TABLES = List.of("end_user", "device", "connector_state", "action", "due");

    private final ServerProcess server;
    private final Postgres postgres;
    private final InstantSource clock;
    private final int size;
    private final String pattern;
    private final AtomicLong clients = new AtomicLong();
    private final SplittableRandom chance = new SplittableRandom(1);
    private final AtomicLong actions = new AtomicLong();

    private Town(ServerProcess server, InstantSource clock, int size, String pattern) throws IOException {
        this.server = server;
        this.postgres = server.postgres();
        this.clock = clock;
        this.size = size;
        this.pattern = pattern;
    }

    /** Starts a server with at most 512 MB of heap, and fills its tables. */
    static Town of(Site site, int size) throws Exception {
        ServerProcess server = site.start(new ServerProcess.Setup(List.of(HEAP), Map.of()));
        try {
            Instant far = far(site.clock());
            String pattern;
            try (HttpConnection http = new HttpConnection(server.url())) {
                pattern = PushScenario.push(http, server, server.battery(), PushScenario.pushAt(far));
            }
            Town town = new Town(server, site.clock(), size, pattern);
            town.fill();
            return town;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private static Instant far(InstantSource clock) {
        return clock.instant().plus(AHEAD).truncatedTo(ChronoUnit.SECONDS);
    }

    int size() {
        return size;
    }

    ServerProcess server() {
        return server;
    }

    Postgres postgres() {
        return postgres;
    }

    /** Every row has its references by how it is made: they are not looked up once more, one by one. */
    private void fill() throws SQLException {
        String device = server.battery();
        String user = postgres.text("select user_id from device where id = ?", device);
        String home = "'user_id', " + Fleet.sqlId("user", "n");
        String ofDevice = "'device_id', " + Fleet.sqlId("device", "n");
        String standing = Fleet.sqlId("act_standing", "n");
        try (Connection connection = postgres.connect();
                Statement session = connection.createStatement()) {
            session.execute("set session_replication_role = replica");
            copy(connection, "end_user", "id", user, "'external_ref', null, 'id', " + Fleet.sqlId("user", "n"));
            copy(connection, "device", "id", device, home + ", 'link_id', null, 'id', " + Fleet.sqlId("device", "n"));
            copy(connection, "connector_state", "device_id", device, ofDevice);
            copy(connection, "action", "id", pattern, home + ", " + ofDevice + ", 'id', " + standing);
            copy(connection, "due", "ref", pattern, ofDevice + ", 'ref', " + standing);
            session.execute("update device_count set devices = devices + " + size + " where family = 'battery'");
            session.execute("create schema bench");
            session.execute("create table bench.action as select * from action where id = '" + pattern + "'");
            session.execute("create table bench.due as select * from due where ref = '" + pattern + "'");
        }
        for (String table : TABLES) {
            postgres.run("vacuum analyze " + table);
        }
        postgres.run("checkpoint");
    }

    private void copy(Connection connection, String table, String key, String of, String changed) throws SQLException {
        String sql = """
                insert into %s select r.* from %1$s t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object(%s)) r where t.%s = ?
                """.formatted(table, changed, key);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, size);
            statement.setString(2, of);
            statement.execute();
        }
    }

    /** GETs of one battery. */
    Client reads() throws IOException {
        return new Caller(200) {
            @Override
            byte[] request(String device) {
                return HttpConnection.get("/battery/" + device, server.key());
            }
        };
    }

    /** GETs of the first page of all batteries. */
    Client lists() throws IOException {
        byte[] page = HttpConnection.get("/battery?limit=50", server.key());
        return new Caller(200) {
            @Override
            byte[] request(String device) {
                return page;
            }
        };
    }

    /** Pushes that take the place of what the device had scheduled, so that there is always one and always the same to do. */
    Client pushes() throws IOException {
        String push = PushScenario.pushAt(far(clock));
        String body = push.substring(0, push.length() - 1) + ",\"onConflict\":\"cancel_and_replace\"}";
        return new Caller(202) {
            @Override
            byte[] request(String device) {
                return HttpConnection.post("/battery/" + device, server.key(), body);
            }
        };
    }

    private abstract class Caller implements Client {
        private final HttpConnection http;
        private final SplittableRandom random = new SplittableRandom(clients.incrementAndGet());
        private final int expected;

        Caller(int expected) throws IOException {
            this.expected = expected;
            URI url = server.url();
            this.http = new HttpConnection(url);
        }

        abstract byte[] request(String device);

        @Override
        public boolean call() throws IOException {
            http.exchange(request(Fleet.id("device", random.nextInt(size))), expected);
            return true;
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }

    /**
     * Moves what {@code count} devices have scheduled to one instant, and waits until all of it has ended; then gives them
     * something to stand again.
     */
    Drained drain(int count, Duration lead, Duration limit) throws SQLException {
        String[] devices = chance.ints(0, size)
                .distinct()
                .limit(count)
                .mapToObj(n -> Fleet.id("device", n))
                .toArray(String[]::new);
        Instant at = clock.instant().plus(lead).truncatedTo(ChronoUnit.MILLIS);
        String customer = postgres.text("select customer_id from bench.action");
        try (Connection connection = postgres.connect()) {
            Array chosen = connection.createArrayOf("text", devices);
            change(connection, """
                    with moved as (
                        update action set start_at = ?::timestamptz
                        where customer_id = ? and device_id = any (?) and stage = 'waiting' returning id)
                    update due set due_at = ?::timestamptz where customer_id = ? and kind = 'action' and ref in (select id from moved)
                    """, at.toString(), customer, chosen, at.toString(), customer);
            if (!clock.instant().isBefore(at)) {
                throw new IllegalStateException("moving took until after they were due");
            }
            // In this form it is two looks into small indexes, however much is standing.
            new Drain(postgres, clock).empty("""
                            (select from due where lease_owner is not null
                             union all select from due where lease_owner is null and due_at <= '%s'::timestamptz) x
                            """.formatted(at), at, limit);
            List<String> cells = postgres.row("""
                    select count(*), extract(epoch from max(completed_at) - ?::timestamptz) * 1e9,
                           percentile_disc(0.5) within group (order by extract(epoch from acknowledged_at - start_at) * 1000),
                           percentile_disc(0.99) within group (order by extract(epoch from acknowledged_at - start_at) * 1000),
                           max(extract(epoch from acknowledged_at - start_at) * 1000)
                    from action where customer_id = ? and device_id = any (?) and start_at = ?::timestamptz and state = 'completed'
                    """, at.toString(), customer, chosen, at.toString());
            if (Integer.parseInt(cells.getFirst()) != count) {
                throw new IllegalStateException("of " + count + " actions " + cells.getFirst() + " were completed");
            }
            stand(connection, chosen);
            Drained.Lateness begun = Drained.Lateness.of(cells.subList(2, 5));
            return new Drained(count, Duration.ofNanos((long) Double.parseDouble(cells.get(1))), begun, begun);
        }
    }

    private void stand(Connection connection, Array devices) throws SQLException {
        long first = actions.getAndAdd(size);
        for (String table : List.of("action", "due")) {
            String id = table.equals("action") ? "id" : "ref";
            String user = table.equals("action") ? ", 'user_id', d.user_id" : "";
            change(connection, """
                    insert into %1$s select r.* from bench.%1$s t, unnest(?) with ordinality as n (device, number)
                    join device d on d.id = n.device,
                    lateral jsonb_populate_record(t, jsonb_build_object('%2$s', %3$s, 'device_id', n.device%4$s)) r
                    """.formatted(table, id, Fleet.sqlId("act", "n.number + " + first), user), devices);
        }
    }

    private static void change(Connection connection, String sql, Object... args) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < args.length; i++) {
                statement.setObject(i + 1, args[i]);
            }
            statement.execute();
        }
    }

    /** What autovacuum would have done, outside of measured time. */
    void tidy() throws SQLException {
        postgres.run("vacuum action");
        postgres.run("vacuum due");
        postgres.run("vacuum device");
    }

    /** Bytes on disk, indexes included. */
    long databaseBytes() throws SQLException {
        return Long.parseLong(postgres.text("select pg_database_size('amps')"));
    }

    /** Bytes of the heap that are in use when all garbage is gone. */
    double liveHeapBytes() throws IOException, InterruptedException {
        server.process().collectGarbage();
        return server.metrics().heapBytes();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
