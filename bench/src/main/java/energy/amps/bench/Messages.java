package energy.amps.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The endpoints of {@code webhook}, and messages for them, made by SQL from one real event. */
final class Messages {
    private static final Pattern ENDPOINT = Pattern.compile("\"id\":\"(ep_\\w+)\"");

    /** Prefix and time of an event's id; what follows is chance. */
    private static final int TIMED = 13;

    private final ServerProcess server;
    private final Postgres postgres;
    private long made;

    Messages(ServerProcess server, Postgres postgres) {
        this.server = server;
        this.postgres = postgres;
    }

    /** Has all of the demo's pushes that complete sent somewhere; gives the endpoint's id. */
    String endpoint(String url) throws Exception {
        try (HttpConnection http = new HttpConnection(server.url())) {
            String body = "{\"url\":\"" + url + "\",\"events\":[\"push.completed\"]}";
            http.exchange(HttpConnection.post("/webhook-endpoints", server.key(), body), 201);
            Matcher endpoint = ENDPOINT.matcher(http.body());
            if (!endpoint.find()) {
                throw new IllegalStateException("an endpoint without an id: " + http.body());
            }
            return endpoint.group(1);
        }
    }

    /** Whether an endpoint is sent to. */
    void enable(String endpoint, boolean enabled) throws Exception {
        try (HttpConnection http = new HttpConnection(server.url())) {
            String body = "{\"enabled\":" + enabled + "}";
            http.exchange(HttpConnection.patch("/webhook-endpoints/" + endpoint, server.key(), body), 200);
        }
    }

    /** A real body. */
    String body() throws SQLException {
        return postgres.text("select data::text from event where type = 'push.completed' order by id desc limit 1");
    }

    /** Puts so many messages into an endpoint's way that are due already, of events that are in the feed. */
    void backlog(String endpoint, int count) throws SQLException {
        String id = id();
        postgres.run("""
                insert into event select r.* from event t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('id', %s, 'device_id', 'device_backlog',
                    'sequence', 1 + n, 'position', -1 - n)) r
                where t.id = (select id from event where type = 'push.completed' order by id desc limit 1)
                """.formatted(id), count, made);
        postgres.run("""
                insert into delivery (customer_id, environment, endpoint_id, event_id, due_at)
                select e.customer_id, e.environment, ?, e.id, now() from event e where e.device_id = 'device_backlog'
                """, endpoint);
        postgres.run("vacuum analyze delivery");
        postgres.run("vacuum analyze event");
        made += count;
    }

    /** Makes so many events, all in one transaction. */
    void events(int count) throws SQLException {
        postgres.run("""
                insert into event select r.* from event t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('id', %s, 'device_id', 'device_many',
                    'sequence', ?::bigint + n, 'position', null)) r
                where t.id = (select id from event where type = 'push.completed' order by id desc limit 1)
                """.formatted(id()), count, made, made + 1);
        made += count;
    }

    private static String id() {
        return "left(t.id, " + TIMED + ") || 'z' || lpad((?::bigint + n)::text, 12, '0')";
    }

    /** Waits until nothing is on its way to an endpoint. */
    void awaitNone(String endpoint, Drain drain, Instant from, Duration limit) throws SQLException {
        drain.empty("delivery where endpoint_id = '" + endpoint + "'", from, limit);
    }

    long waiting(String endpoint) throws SQLException {
        return Long.parseLong(postgres.text("select count(*) from delivery where endpoint_id = ?", endpoint));
    }

    /** When events occurred, from an instant on, by the ids of their messages. */
    Map<String, Instant> occurred(Instant from) throws SQLException {
        Map<String, Instant> occurred = new HashMap<>();
        try (Connection connection = postgres.connect();
                PreparedStatement statement = connection.prepareStatement("""
                        select replace(id, 'evt_', 'msg_'), (extract(epoch from occurred_at) * 1000000)::bigint from event
                        where occurred_at >= ?::timestamptz and type = 'push.completed' and starts_with(device_id, 'device_zz')
                        """)) {
            statement.setString(1, from.toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    occurred.put(rows.getString(1), Instant.EPOCH.plusNanos(rows.getLong(2) * 1_000));
                }
            }
        }
        return occurred;
    }

    /** Takes away what a round left: what has been read of is not read again. */
    void vacuum() throws SQLException {
        for (String table : List.of("event", "delivery", "action", "due")) {
            postgres.run("vacuum analyze " + table);
        }
    }
}
