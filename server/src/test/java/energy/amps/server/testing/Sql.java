package energy.amps.server.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Plain statements on a test's database, past everything that the platform puts in front of it. */
public final class Sql implements AutoCloseable {
    private final Connection connection;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    /** As the superuser, for whom no policy holds. */
    public static Sql on(TestDatabase database) {
        try {
            return new Sql(database.connect());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first column of every row, as text. */
    public List<String> column(String sql, Object... args) {
        try (PreparedStatement statement = prepared(sql, args);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The only number of the only row. */
    public long number(String sql, Object... args) {
        return Long.parseLong(column(sql, args).getFirst());
    }

    /** Runs a statement that must go through; gives how many rows it touched. */
    public int run(String sql, Object... args) {
        try {
            return attempt(sql, args);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Runs a statement that may be refused. */
    public int attempt(String sql, Object... args) throws SQLException {
        try (PreparedStatement statement = prepared(sql, args)) {
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    private PreparedStatement prepared(String sql, Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
    }

    /** Everything from here on is one transaction, until {@link #rollBack}. */
    public void begin() {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Undoes the transaction, and ends it. */
    public void rollBack() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new AssertionError(e);
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
