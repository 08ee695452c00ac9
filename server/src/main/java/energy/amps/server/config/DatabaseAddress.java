package energy.amps.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A PostgreSQL of the operator's.
 *
 * @param jdbcUrl its address, {@code jdbc:postgresql:...}; may hold a password if it was written so
 * @param user who connects; absent if the address says it, or the driver is to choose
 * @param password that user's password; absent likewise
 */
public record DatabaseAddress(String jdbcUrl, Optional<String> user, Optional<Secret> password) {

    private static final String JDBC = "jdbc:postgresql:";

    /** Both usual forms: JDBC's own, and that of {@code psql}, whose user and password are taken out of the address. */
    static Optional<DatabaseAddress> parse(String text) {
        if (text.startsWith(JDBC)) {
            return text.length() == JDBC.length()
                    ? Optional.empty()
                    : Optional.of(new DatabaseAddress(text, Optional.empty(), Optional.empty()));
        }
        try {
            return fromUri(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<DatabaseAddress> fromUri(URI uri) {
        boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
        String path = uri.getRawPath();
        if (!known || uri.getHost() == null || path == null || path.length() < 2) {
            return Optional.empty();
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        Optional<String> user = Optional.ofNullable(uri.getRawUserInfo());
        return Optional.of(new DatabaseAddress(
                JDBC + "//" + uri.getHost() + port + path + query,
                user.map(info -> decode(info.split(":", 2)[0])),
                user.filter(info -> info.contains(":")).map(info -> new Secret(decode(info.split(":", 2)[1])))));
    }

    private static String decode(String text) {
        // A plus sign stands for itself in the user part of an address.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same, for another user where one is given. */
    DatabaseAddress with(Optional<String> otherUser, Optional<Secret> otherPassword) {
        return new DatabaseAddress(jdbcUrl, otherUser.or(() -> user), otherPassword.or(() -> password));
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + user.orElse("") + "]";
    }
}
