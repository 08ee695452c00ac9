package energy.amps.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The database of the server that is measured, as its superuser sees it.
 *
 * @param url its JDBC URL
 * @param password the superuser's: a secret
 * @param log PostgreSQL's own log
 */
record Postgres(String url, String password, Path log) {
    static final String USER = "postgres";
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** The one that runs in a server's data folder. */
    static Postgres in(Path data) throws IOException {
        String port = line(data, PORT_LINE);
        return new Postgres(
                "jdbc:postgresql://127.0.0.1:" + port + "/amps",
                Files.readString(data.resolve("postgres.password")).strip(),
                data.resolve("postgres.log"));
    }

    /** The process from which all others of it descend. */
    static long postmaster(Path data) throws IOException {
        return Long.parseLong(line(data, PID_LINE));
    }

    private static String line(Path data, int number) throws IOException {
        return Files.readAllLines(data.resolve("pgdata/postmaster.pid"))
                .get(number)
                .strip();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, USER, password);
    }

    /** Runs a statement. */
    void run(String sql, Object... args) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, args)) {
            statement.execute();
        }
    }

    /** The first column of the first row. */
    String text(String sql, Object... args) throws SQLException {
        return row(sql, args).getFirst();
    }

    /** The first row, as texts. */
    List<String> row(String sql, Object... args) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, args);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("no row for: " + sql);
            }
            List<String> cells = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                cells.add(String.valueOf(rows.getString(i)));
            }
            return cells;
        }
    }

    /** The first column of every row. */
    List<String> column(String sql, Object... args) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, args);
                ResultSet rows = statement.executeQuery()) {
            List<String> cells = new ArrayList<>();
            while (rows.next()) {
                cells.add(String.valueOf(rows.getString(1)));
            }
            return cells;
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... args) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < args.length; i++) {
            statement.setObject(i + 1, args[i]);
        }
        return statement;
    }

    @Override
    public String toString() {
        return url + " (password ***)";
    }
}
