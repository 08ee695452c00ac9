package energy.amps.connector.foxess;

import energy.amps.connector.Secret;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One operation of one account: signs its calls, and ends them all by one deadline. For one thread. */
final class Session {
    /** The vendor turns libraries away by their usual names. */
    private static final String USER_AGENT = "Amps";

    private final Transport transport;
    private final Secret key;
    private final Instant now;
    private final long startNanos;
    private final long untilNanos;

    Session(Transport transport, Secret key, Instant now, long startNanos, Duration timeout) {
        this.transport = transport;
        this.key = key;
        this.now = now;
        this.startNanos = startNanos;
        // A little is left to the caller, who counts from before.
        this.untilNanos = startNanos + timeout.toNanos() / 10 * 9;
    }

    Reply<JsonNode> get(String path, String sn) {
        return transport.send(
                key,
                path,
                "?sn=" + URLEncoder.encode(sn, StandardCharsets.UTF_8),
                signed(path).GET(),
                untilNanos);
    }

    Reply<JsonNode> post(String path, Map<String, Object> body) {
        return transport.send(
                key,
                path,
                "",
                signed(path).POST(HttpRequest.BodyPublishers.ofString(Transport.text(body))),
                untilNanos);
    }

    private HttpRequest.Builder signed(String path) {
        String timestamp =
                String.valueOf(now.plusNanos(System.nanoTime() - startNanos).toEpochMilli());
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .header("User-Agent", USER_AGENT)
                .header("Lang", "en")
                .header("Token", key.reveal())
                .header("Timestamp", timestamp)
                .header("Signature", signature(path, key.reveal(), timestamp));
    }

    /** Between the parts stand four characters, a backslash, an r, a backslash and an n: no line break. */
    static String signature(String path, String token, String timestamp) {
        String text = path + "\\r\\n" + token + "\\r\\n" + timestamp;
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
