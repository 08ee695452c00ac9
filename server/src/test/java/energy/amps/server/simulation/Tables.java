package energy.amps.server.simulation;

import energy.amps.command.Instruction;
import energy.amps.device.DeviceId;
import energy.amps.server.action.EngineSteps;
import energy.amps.server.store.CustomerId;
import energy.amps.server.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables as they are, on a connection of the auditor's own that never breaks. */
final class Tables implements AutoCloseable {
    private static final String ACTIONS = """
            select a.id, a.customer_id, a.device_id, a.command, a.parameters::text, a.start_at, a.end_at, a.created_at,
                   a.state, a.stage, a.attempt, a.attempt_at, a.prior_command, a.prior_parameters::text, a.returning_since,
                   a.acknowledged_at, a.completed_at, a.error_code, a.message, d.due_at, d.lease_owner, d.lease_token,
                   a.verification ->> 'state'
            from action a left join due d on d.customer_id = a.customer_id and d.kind = 'action' and d.ref = a.id
            order by a.id
            """;
    private final Connection connection;
    private final PreparedStatement actions;

    Tables(TestDatabase database) {
        try {
            connection = database.connect();
            actions = connection.prepareStatement(ACTIONS);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Every action there is, by id. */
    Map<String, Seen> actions() {
        try (ResultSet rows = actions.executeQuery()) {
            Map<String, Seen> seen = new LinkedHashMap<>();
            while (rows.next()) {
                Seen action = action(rows);
                seen.put(action.id(), action);
            }
            return seen;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Seen action(ResultSet row) throws SQLException {
        Seen.Order order = new Seen.Order(
                instruction(row.getString(4), row.getString(5)).orElseThrow(),
                instant(row, 6),
                instant(row, 7),
                instant(row, 8).orElseThrow());
        Optional<Seen.DueRow> due = instant(row, 20).isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen.DueRow(
                        instant(row, 20).orElseThrow(), Optional.ofNullable(row.getString(21)), row.getLong(22)));
        return new Seen(
                row.getString(1),
                new CustomerId(row.getString(2)),
                new DeviceId(row.getString(3)),
                order,
                new Seen.Place(row.getString(9), row.getString(10)),
                new Seen.Sending(
                        row.getInt(11),
                        instant(row, 12),
                        instruction(row.getString(13), row.getString(14)),
                        instant(row, 15)),
                new Seen.Report(
                        instant(row, 16),
                        instant(row, 17),
                        Optional.ofNullable(row.getString(18)),
                        Optional.ofNullable(row.getString(19))),
                Optional.ofNullable(row.getString(23)),
                due);
    }

    private static Optional<Instruction> instruction(@Nullable String command, @Nullable String parameters) {
        return EngineSteps.instruction(command, parameters);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** Rows of a query, each as its columns' texts with blanks between. */
    List<String> texts(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(i == 1 ? "" : " ").append(rows.getString(i));
                }
                texts.add(text.toString());
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    void run(String sql, Object... args) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < args.length; i++) {
                statement.setObject(i + 1, args[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
