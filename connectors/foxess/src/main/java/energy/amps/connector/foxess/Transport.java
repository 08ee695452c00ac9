package energy.amps.connector.foxess;

import energy.amps.connector.Secret;
import energy.amps.connector.foxess.Reply.Failed;
import energy.amps.fault.FaultCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP with the vendor: sends each request once, follows nothing, and takes what comes back as data. Thread-safe. */
final class Transport {
    private static final int MOST_ANSWER = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final URI url;
    private final HttpClient http;
    private final Duration timeout;
    private final Pacing pacing;

    /** @param timeout how long an operation may take, all of its calls together */
    Transport(URI url, Duration timeout, Pacing pacing) {
        this.url = url;
        this.timeout = timeout;
        this.pacing = pacing;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Opens an operation. */
    Session session(Secret key, Instant now) {
        return new Session(this, key, now, System.nanoTime(), timeout);
    }

    /**
     * Makes a call when its turn has come.
     *
     * @param path the path that was signed
     * @param request the request, but for address and time limit
     * @param untilNanos when the operation is over, by {@link System#nanoTime}
     */
    Reply<JsonNode> send(Secret key, String path, String query, HttpRequest.Builder request, long untilNanos) {
        try {
            if (!pacing.await(key, path, untilNanos)) {
                return new Failed(FaultCode.RATE_LIMITED, true, 0).reply();
            }
            long left = untilNanos - System.nanoTime();
            if (left <= 0) {
                return new Failed(FaultCode.TIMEOUT, true, 0).reply();
            }
            return read(http.send(
                    request.uri(URI.create(url + path + query))
                            .timeout(Duration.ofNanos(left))
                            .build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MOST_ANSWER)));
        } catch (HttpConnectTimeoutException e) {
            return new Failed(FaultCode.TIMEOUT, true, 0).reply();
        } catch (HttpTimeoutException e) {
            return new Failed(FaultCode.TIMEOUT, false, 0).reply();
        } catch (ConnectException e) {
            return new Failed(FaultCode.NETWORK_ERROR, true, 0).reply();
        } catch (IOException e) {
            return new Failed(FaultCode.NETWORK_ERROR, false, 0).reply();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(FaultCode.TIMEOUT, false, 0).reply();
        } finally {
            pacing.ended(key, path);
        }
    }

    private static Reply<JsonNode> read(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 200 -> envelope(response.body());
            case 401 -> new Failed(FaultCode.INVALID_CREDENTIALS, true, 0).reply();
            case 403, 404, 405 -> new Failed(FaultCode.SERVICE_UNAVAILABLE, true, 0).reply();
            case 429 -> new Failed(FaultCode.RATE_LIMITED, true, 0).reply();
            default ->
                new Failed(
                                response.statusCode() >= 500 ? FaultCode.SERVICE_UNAVAILABLE : FaultCode.UNKNOWN_ERROR,
                                false,
                                0)
                        .reply();
        };
    }

    private static Reply<JsonNode> envelope(String body) {
        try {
            JsonNode envelope = JSON.readTree(body);
            OptionalInt errno = Json.whole(envelope.path("errno"));
            if (errno.isEmpty()) {
                return new Failed(FaultCode.UNKNOWN_ERROR, false, 0).reply();
            }
            return errno.getAsInt() == 0
                    ? new Reply.Done<>(envelope.path("result"))
                    : VendorErrors.of(errno.getAsInt()).reply();
        } catch (JacksonException e) {
            return new Failed(FaultCode.UNKNOWN_ERROR, false, 0).reply();
        }
    }

    static String text(Object body) {
        return JSON.writeValueAsString(body);
    }
}
