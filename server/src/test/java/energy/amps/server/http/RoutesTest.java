package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.DeviceId;
import energy.amps.server.http.RawClient.RawReply;
import energy.amps.server.http.RunningEdge.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which paths and methods there are. */
class RoutesTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = new RunningEdge();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void theRoutesAreThoseOfTheApiDocument() {
        Set<String> served = Routes.all(edge.features, new Traffic(1), new byte[0]).stream()
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = new TreeSet<>();
        ApiDocument.read().at("/paths").forEachEntry((path, item) -> item.propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(served).isEqualTo(documented);
    }

    @Test
    void theDocumentIsServedAsBareJsonToAnyone() {
        Reply reply = edge.send(edge.anonymous("/openapi/openapi.json").GET());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        JsonNode document = reply.json();
        assertThat(document.at("/openapi").stringValue()).startsWith("3.1");
        assertThat(document).isEqualTo(ApiDocument.read());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/batteries",
                "/Battery",
                "/battery/",
                "/battery//",
                "//battery",
                "/battery/device_1/",
                "/battery/device_1/setting",
                "/battery/device_1/settings/x",
                "/hvacs",
                "/solar-inverters/device_1",
                "/battery/..",
                "/battery/.",
                "/battery/%2e%2e",
                "/battery/%00",
                "/battery/a%0Ab",
                "/battery/%ff",
                "/battery/%ED%A0%80",
                "/battery/%7f",
                "/actions/act_1/cancel/now",
                "/battery?unknown=1&",
                "/nowhere?unknown=1",
                "/metrics",
                "/openapi",
                "/openapi/openapi.yaml"
            })
    void anythingElseIsNotFound(String path) {
        String expected = path.startsWith("/battery?") ? "VALIDATION_ERROR" : "NOT_FOUND";
        assertThat(edge.get(path).code()).isEqualTo(expected);
    }

    @Test
    void anIdInAPathIsDecodedOnceAndNeverSplit() {
        edge.get("/battery/a%2Fb%252F%C3%A4;c=d");
        assertThat(edge.lastAsked().argument(DeviceId.class).value()).isEqualTo("a/b%2F\u00e4;c=d");
    }

    @Test
    void aPathLongerThanAnyIdIsNotFound() {
        assertThat(edge.get("/battery/" + "a".repeat(257)).code()).isEqualTo("NOT_FOUND");
        assertThat(edge.get("/battery/" + "a".repeat(256)).code()).isEqualTo("DEVICE_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /battery                   | GET",
                "HEAD   | /battery                   | GET",
                "PUT    | /battery/device_1          | GET, PATCH, POST",
                "OPTIONS| /battery/device_1          | GET, PATCH, POST",
                "GET    | /battery/device_1/settings | POST",
                "POST   | /actions                   | GET",
                "GET    | /actions/act_1/cancel      | POST",
                "BREW   | /actions/act_1/end         | POST"
            })
    void anotherMethodIsToldWhichThereAre(String method, String path, String allow) {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(
                            method + " " + path + " HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY + "\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.headers()).containsEntry("allow", allow);
        }
    }

    @Test
    void healthNeedsNoKeyAndHasNoEnvironment() {
        for (String path : List.of("/health/live", "/health/ready")) {
            Reply reply = edge.send(edge.anonymous(path).GET());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.at("/data").toString()).isEqualTo("{\"status\":\"up\"}");
            assertThat(reply.at("/meta").propertyNames()).containsExactly("requestId", "timestamp", "latencyMs");
            assertThat(edge.send(edge.anonymous(path).POST(BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(405);
        }
    }

    @Test
    void whatIsNotReadySaysSo() {
        edge.features.ready = false;
        try {
            Reply reply = edge.send(edge.anonymous("/health/ready").GET());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(edge.send(edge.anonymous("/health/live").GET()).status()).isEqualTo(200);
        } finally {
            edge.features.ready = true;
        }
    }

    @Test
    void theManagementPortHasMetricsAndHealthAndNothingElse() {
        edge.get("/battery/device_1");
        var metrics = edge.text(edge.management("/metrics").GET());
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body())
                .containsPattern(
                        "amps_http_requests_seconds_count\\{method=\"GET\",route=\"/battery/\\{deviceId}\",status=\"200\"")
                .contains("amps_http_connections");
        assertThat(edge.send(edge.management("/health/ready").GET()).status()).isEqualTo(200);
        Reply api = edge.send(edge.management("/battery").GET());
        assertThat(api.status()).isEqualTo(404);
        assertThat(api.code()).isEqualTo("NOT_FOUND");
    }
}
