package energy.amps.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The limit of {@code read}: the server's HTTP stack with its pool's settings, which answers with the text that one
 * primary-key select finds. Run as a process of its own, with the password in the environment.
 */
public final class BareServer {
    static final String PASSWORD = "BENCH_PASSWORD";
    private static final int POOL = 16;

    private final HikariDataSource connections;
    private final Semaphore turns = new Semaphore(POOL, true);

    private BareServer(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(Postgres.USER);
        config.setPassword(System.getenv(PASSWORD));
        config.setMaximumPoolSize(POOL);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "30");
        connections = new HikariDataSource(config);
    }

    /** Arguments: the JDBC URL, and the file that gets the port once it is open. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        BareServer bare = new BareServer(arguments.get(0));
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .featuresDiscoverServices(false)
                .routing(HttpRouting.builder().get("/documents/{id}", (request, response) -> response.header(
                                HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                        .send(bare.document(request.path().pathParameters().get("id"))
                                .getBytes(StandardCharsets.UTF_8))))
                .build()
                .start();
        Path file = Path.of(arguments.get(1));
        Path aside = Path.of(arguments.get(1) + ".new");
        Files.writeString(aside, Integer.toString(server.port()));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String document(String id) throws SQLException {
        turns.acquireUninterruptibly();
        try (Connection connection = connections.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select body from bench.document where id = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("there is no document " + id);
                }
                return rows.getString(1);
            }
        } finally {
            turns.release();
        }
    }
}
