package energy.amps.server.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database of a test's own, and who may do everything in it.
 *
 * @param name its name
 * @param jdbcUrl its address, without user and password
 * @param user a superuser
 * @param password that user's password
 */
public record TestDatabase(String name, String jdbcUrl, String user, String password) {

    /** A new connection as the superuser. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }
}
