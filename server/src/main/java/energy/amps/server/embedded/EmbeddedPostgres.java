package energy.amps.server.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionStage;

/**
 * A running PostgreSQL on 127.0.0.1, whose files live in a data folder and outlive it.
 *
 * <p>It stops when it is closed, and also when this process ends in any other way. It may be used by any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private final DataFolder folder;
    private final Server server;
    private final String password;

    private EmbeddedPostgres(DataFolder folder, Server server, String password) {
        this.folder = folder;
        this.server = server;
        this.password = password;
    }

    /** Starts with the usual options; see {@link #start(Path, PostgresOptions)}. */
    public static EmbeddedPostgres start(Path dataFolder, Durability durability) {
        return start(dataFolder, PostgresOptions.of(durability));
    }

    /**
     * Takes the data folder, makes in it what is missing, and returns when PostgreSQL answers.
     *
     * @param dataFolder made if there is none; relative to the current folder
     * @throws EmbeddedPostgresException if the folder is in use, cannot be written or belongs to someone else, if there is
     *     no PostgreSQL for this machine, or if it does not start
     */
    public static EmbeddedPostgres start(Path dataFolder, PostgresOptions options) {
        DataFolder folder = DataFolder.take(dataFolder);
        try {
            return start(folder, options);
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not be started in " + folder.root() + " (" + e
                            + "): check the folder's space and rights.",
                    e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(DataFolder folder, PostgresOptions options) throws IOException {
        folder.openLog();
        Binaries binaries = Binaries.below(options.programs().orElse(folder.programs()));
        Account account = Account.choose(folder, binaries.program("initdb"));
        Predecessor.settle(folder.cluster());
        String password = new Cluster(folder, binaries, account).prepare(options.durability());
        return new EmbeddedPostgres(folder, Server.start(folder, binaries, account, options), password);
    }

    /** The address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    /** The superuser's name. */
    public String user() {
        return Cluster.SUPERUSER;
    }

    /** The superuser's password: a secret. */
    public String password() {
        return password;
    }

    /** The TCP port on 127.0.0.1, another one at every start. */
    public int port() {
        return server.port();
    }

    /**
     * Makes a database if there is none of that name.
     *
     * @param database letters, digits and underscores
     */
    public void createDatabase(String database) {
        if (!database.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain name: " + database);
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password)) {
            if (!exists(connection, database)) {
                try (Statement create = connection.createStatement()) {
                    create.execute("CREATE DATABASE \"" + database + "\"");
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "The database " + database + " could not be made: see " + folder.log() + ".", e);
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            query.setString(1, database);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Completes when PostgreSQL has ended, be it closed or killed. */
    public CompletionStage<Void> ended() {
        return server.ended();
    }

    /**
     * Stops PostgreSQL in the orderly way, which ends open connections, waits for it for at most 40 s, and frees the data
     * folder.
     *
     * @throws EmbeddedPostgresException if it does not stop
     */
    @Override
    public void close() {
        try (folder) {
            server.close();
        }
    }
}
