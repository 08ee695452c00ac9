package energy.amps.testkit.scripted;

import energy.amps.fault.FaultCode;
import energy.amps.testkit.vendor.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;

/** Speaks HTTP to the vendor. Sends each request once: the JDK's client repeats nothing but reads. Thread-safe. */
final class VendorClient {
    private final URI url;
    private final Duration timeout;
    private final HttpClient http;

    VendorClient(URI url, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** What came back. */
    sealed interface Reply {
        /** The vendor did it. */
        record Ok(Map<String, String> body) implements Reply {}

        /** The vendor says that it did not. */
        record No(FaultCode code) implements Reply {}

        /** Nothing that says anything. */
        record Nothing(FaultCode code, String message) implements Reply {}
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    Reply post(String path, Map<String, String> body) {
        return send(
                HttpRequest.newBuilder(url.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(Wire.format(body))));
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> new Reply.Ok(Wire.parse(response.body()));
                case 409 ->
                    new Reply.No(FaultCode.of(Wire.parse(response.body()).getOrDefault("code", ""))
                            .orElse(FaultCode.UNKNOWN_ERROR));
                case 401 -> new Reply.No(FaultCode.INVALID_CREDENTIALS);
                case 429 -> new Reply.No(FaultCode.RATE_LIMITED);
                case 503 -> new Reply.Nothing(FaultCode.SERVICE_UNAVAILABLE, "The vendor's service is down.");
                default -> new Reply.Nothing(FaultCode.UNKNOWN_ERROR, "The vendor's answer made no sense.");
            };
        } catch (HttpTimeoutException e) {
            return new Reply.Nothing(FaultCode.TIMEOUT, "The vendor did not answer in time.");
        } catch (ConnectException e) {
            return new Reply.Nothing(FaultCode.NETWORK_ERROR, "The vendor cannot be reached.");
        } catch (IOException | IllegalArgumentException e) {
            return new Reply.Nothing(FaultCode.NETWORK_ERROR, "The vendor's answer did not come whole.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Nothing(FaultCode.TIMEOUT, "The call was given up.");
        }
    }
}
