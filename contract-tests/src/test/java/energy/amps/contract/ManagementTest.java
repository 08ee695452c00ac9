package energy.amps.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import energy.amps.contract.harness.Api;
import energy.amps.contract.harness.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The management listener, where the target says that it is reachable: metrics live there and nowhere else. */
class ManagementTest {

    @Test
    void metricsAreTextOnTheManagementPortAndNeitherKeyNorMetricsAreOnTheWrongSide() throws Exception {
        assumeTrue(Target.current().managementUrl().isPresent(), "AMPS_MANAGEMENT_URL is not set");
        URI management = Target.current().managementUrl().get();
        Api.sandbox().get(200, "/battery");
        HttpResponse<String> metrics = get(management.resolve("/metrics"));
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body())
                .contains("# TYPE")
                .doesNotContain(Target.current().apiKey());
        assertThat(get(management.resolve("/health/ready")).statusCode()).isEqualTo(200);
        assertThat(get(management.resolve("/battery")).statusCode()).isEqualTo(404);
        Api.sandbox().unchecked(404, "GET", "/metrics");
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(20))
                    .header("x-api-key", Target.current().apiKey())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
        }
    }
}
