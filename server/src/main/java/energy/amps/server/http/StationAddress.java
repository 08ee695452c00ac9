package energy.amps.server.http;

import energy.amps.connector.Secret;
import energy.amps.server.station.Caller;
import energy.amps.server.station.Pairings;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads who dials in from the request: {@code /ocpp/{token}/{identity}}, as OCPP-J wants it (1.6J section 3.1.1, 2.0.1 part 4
 * section 3.1.1), Basic authentication, and the sub-protocols offered.
 */
final class StationAddress {
    /** Longest identity, in bytes as it is sent; 48 characters are what 2.0.1 allows, 1.6 names no bound. */
    static final int MAX_IDENTITY = 255;

    /** Longest password; 40 characters are what either version allows. */
    static final int MAX_PASSWORD = 128;

    private static final int MAX_SUBPROTOCOLS = 16;

    private StationAddress() {}

    static boolean isOne(String rawPath) {
        return rawPath.startsWith(Pairings.PATH);
    }

    /** Who dials; empty when the request does not say. */
    static Optional<Caller> caller(String rawPath, Headers headers) {
        String[] parts = rawPath.substring(Pairings.PATH.length()).split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty() || parts[1].length() > MAX_IDENTITY) {
            return Optional.empty();
        }
        String identity;
        try {
            identity = URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<String> authorizations = headers.values(HeaderNames.AUTHORIZATION);
        Optional<Secret> password = authorizations.isEmpty() ? Optional.empty() : password(authorizations, identity);
        // Credentials that cannot be read, or are another's, are not the same as none.
        if (password.isEmpty() && !authorizations.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Caller(new Secret(parts[0]), identity, password, subprotocols(headers)));
    }

    /** The user name must be the identity (1.6 security whitepaper A00.FR.204, 2.0.1 A00.FR.204). */
    private static Optional<Secret> password(List<String> authorizations, String identity) {
        String[] schemeAndRest = authorizations.getFirst().strip().split("\\s+", 2);
        if (authorizations.size() != 1 || schemeAndRest.length != 2 || !schemeAndRest[0].equalsIgnoreCase("Basic")) {
            return Optional.empty();
        }
        try {
            // Byte by byte: a password of 1.6 may be any bytes.
            String pair = new String(Base64.getDecoder().decode(schemeAndRest[1].strip()), StandardCharsets.ISO_8859_1);
            String name = new String(identity.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + ":";
            return pair.startsWith(name) && pair.length() <= name.length() + MAX_PASSWORD
                    ? Optional.of(new Secret(pair.substring(name.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> subprotocols(Headers headers) {
        return headers.values(HeaderNames.create("Sec-WebSocket-Protocol")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .limit(MAX_SUBPROTOCOLS)
                .toList();
    }
}
