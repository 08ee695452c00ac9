package energy.amps.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What a server says of itself at one moment.
 *
 * @param text in the Prometheus text format
 */
record Metrics(String text) {
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    /** Asks a server's management port. */
    static Metrics of(URI management) throws IOException {
        URI url = management.resolve("/metrics");
        try (var body = url.toURL().openStream()) {
            return new Metrics(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The sum of every series whose name and labels begin so; 0 when there is none yet. */
    double sum(String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    /** Bytes of the heap in use, garbage included. */
    double heapBytes() {
        return sum(HEAP);
    }

    /** Due rows that this node has handed out since its start. */
    double handedOut() {
        return sum("amps_agenda_lateness_seconds_count");
    }

    /** Pushes that it has accepted since its start. */
    double accepted() {
        return sum("amps_http_requests_seconds_count{method=\"POST\",route=\"/battery/{deviceId}\",status=\"202\"");
    }
}
