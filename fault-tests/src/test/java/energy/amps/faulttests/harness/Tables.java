package energy.amps.faulttests.harness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Plain statements as the database's owner, past everything that the platform puts in front. One thread. */
public final class Tables implements AutoCloseable {
    private final Connection connection;

    Tables(Connection connection) {
        this.connection = connection;
    }

    /** Every row, its columns as text with a blank between. */
    public List<String> rows(String sql, Object... args) {
        try (PreparedStatement statement = prepared(sql, args);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                texts.add(String.join(" ", columns));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The only number of the only row. */
    public long number(String sql, Object... args) {
        return Long.parseLong(rows(sql, args).getFirst());
    }

    /** Runs a statement; gives how many rows it touched. */
    public int run(String sql, Object... args) {
        try (PreparedStatement statement = prepared(sql, args)) {
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private PreparedStatement prepared(String sql, Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
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
