package energy.amps.bench;

import energy.amps.bench.StatementLog.Logged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The limit of {@code push}: the statements of one real push, replayed over plain JDBC for other devices. What reads goes in
 * one round trip, what writes in the next, then the commit; under the role that the server has, planned as the server plans.
 */
final class BarePush implements AutoCloseable {

    /**
     * A push that was taken from the log.
     *
     * @param statements of its transaction
     * @param device that it was for
     * @param action that it made
     */
    record Template(List<Logged> statements, String device, String action) {}

    /** As the server's own sessions plan: a loop that plans its statements afresh each time would be no limit. */
    private static final String PLANNING = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off;"
            + " set enable_hashjoin = off; set enable_mergejoin = off; set jit = off";

    private final Connection connection;
    private final List<Trip> trips = new ArrayList<>();
    private final Template template;

    /** Connects, for as long as the run takes: a backend of PostgreSQL is slow until its caches are filled. */
    BarePush(Postgres postgres, Template template) throws SQLException {
        this.template = template;
        connection = postgres.connect();
        try (Statement session = connection.createStatement()) {
            session.execute("set role amps_api");
            session.execute(PLANNING);
        }
        connection.setAutoCommit(false);
        List<Logged> reads =
                template.statements().stream().filter(BarePush::isRead).toList();
        List<Logged> writes =
                template.statements().stream().filter(s -> !isRead(s)).toList();
        trips.add(new Trip(connection, reads));
        trips.add(new Trip(connection, writes));
    }

    private static boolean isRead(Logged statement) {
        return statement.sql().toLowerCase(Locale.ROOT).startsWith("select");
    }

    /** Stores a push of that action to that device; durable when this returns. */
    void store(String device, String action) throws SQLException {
        for (Trip trip : trips) {
            trip.send(template, device, action);
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Statements that travel together. */
    private static final class Trip {
        private final PreparedStatement statement;
        private final List<String> parameters;

        Trip(Connection connection, List<Logged> statements) throws SQLException {
            StringBuilder sql = new StringBuilder();
            for (Logged one : statements) {
                sql.append(one.sql().replaceAll("\\$[0-9]+", "?")).append(";\n");
            }
            statement = connection.prepareStatement(sql.toString());
            parameters =
                    statements.stream().flatMap(s -> s.parameters().stream()).toList();
        }

        void send(Template template, String device, String action) throws SQLException {
            int index = 1;
            for (String parameter : parameters) {
                bind(index++, parameter.replace(template.device(), device).replace(template.action(), action));
            }
            statement.execute();
            drain();
        }

        private void bind(int index, String value) throws SQLException {
            // The statements say themselves of what type their arrays are.
            if (value.startsWith("{")) {
                statement.setObject(index, value, Types.OTHER);
            } else {
                statement.setString(index, value);
            }
        }

        private void drain() throws SQLException {
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                // Every result is fetched: it has travelled by now, and is only passed over.
            }
        }
    }
}
