package energy.amps.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells a {@link ClientConnection} how far its request is, and refuses requests whose length is not beyond doubt: two
 * lengths, or a transfer coding that Helidon would overlook, would make the rest of the body look like the next request
 * (RFC 9112, section 6.3).
 */
final class Framing implements Http1ConnectionListener {

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        if (context instanceof ClientConnection connection) {
            connection.requestBegins(prologue.uriPath().rawPath());
        }
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        if (context instanceof ClientConnection connection) {
            check(connection, headers);
            connection.bodyBegins();
        }
    }

    private static void check(ClientConnection connection, Headers headers) {
        for (Header header : headers) {
            // RFC 9112, section 5.1: "Content-Length : 5" means one thing to us and another to some proxy.
            if (!isToken(header.name())) {
                throw connection.malformed("A header's name holds a character that no name holds.");
            }
        }
        List<String> codings = headers.values(HeaderNames.TRANSFER_ENCODING);
        List<String> lengths = headers.values(HeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            throw connection.malformed("Transfer-Encoding and Content-Length exclude each other.");
        }
        if (codings.size() > 1 || (codings.size() == 1 && !codings.getFirst().equals("chunked"))) {
            throw connection.malformed("The only Transfer-Encoding is 'chunked'.");
        }
        if (lengths.size() > 1
                || (lengths.size() == 1 && !LENGTH.matcher(lengths.getFirst()).matches())) {
            throw connection.malformed("Content-Length must be one whole number.");
        }
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean token = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!token) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
