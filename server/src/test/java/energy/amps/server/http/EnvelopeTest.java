package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.RunningEdge.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contract section 2, <i>Success</i> and <i>Failure</i>. */
class EnvelopeTest {

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
    void aSuccessSaysWhoAskedWhereAndWhen() {
        Reply reply = edge.get("/battery?limit=3");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames()).containsExactly("success", "data", "meta");
        assertThat(reply.at("/success").booleanValue()).isTrue();
        assertThat(reply.at("/meta").propertyNames())
                .containsExactly("requestId", "environment", "timestamp", "latencyMs");
        assertThat(reply.at("/meta/environment").stringValue()).isEqualTo("sandbox");
        assertThat(reply.at("/meta/latencyMs").isIntegralNumber()).isTrue();
    }

    @Test
    void aFailureSaysWhereItWasAskedAndNotInWhichEnvironment() {
        Reply reply = edge.get("/battery/device_x?expedite=true");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().propertyNames()).containsExactly("success", "error", "meta");
        assertThat(reply.at("/success").booleanValue()).isFalse();
        assertThat(reply.at("/error").propertyNames()).containsExactly("code", "message");
        assertThat(reply.at("/meta").propertyNames()).containsExactly("requestId", "timestamp", "path", "latencyMs");
        assertThat(reply.at("/meta/path").stringValue()).isEqualTo("/battery/device_x");
    }

    @Test
    void aKnownCallersTimeIsTheirsWithMilliseconds() {
        assertThat(edge.get("/battery").at("/meta/timestamp").stringValue()).isEqualTo("2031-02-03T04:05:06.789Z");
        assertThat(edge.get("/nowhere").at("/meta/timestamp").stringValue()).isEqualTo("2031-02-03T04:05:06.789Z");
    }

    @Test
    void anUnknownCallersTimeIsThePlatforms() {
        Reply reply = edge.send(edge.anonymous("/battery").GET());
        assertThat(reply.at("/meta/timestamp").stringValue()).isEqualTo("2026-11-01T10:00:00.001Z");
    }

    @Test
    void theRequestIdIsInTheHeaderTooAndNeverTheSame() {
        Reply one = edge.get("/battery");
        Reply other = edge.get("/nowhere");
        assertThat(one.header("x-request-id")).matches("req_[0-9A-Za-z]{16}");
        assertThat(one.at("/meta/requestId").stringValue()).isEqualTo(one.header("x-request-id"));
        assertThat(other.at("/meta/requestId").stringValue()).isEqualTo(other.header("x-request-id"));
        assertThat(one.header("x-request-id")).isNotEqualTo(other.header("x-request-id"));
    }

    @Test
    void everyAnswerIsJsonThatNobodyKeeps() {
        for (Reply reply : List.of(edge.get("/battery"), edge.get("/nowhere"), edge.get("/health/live"))) {
            assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
            assertThat(reply.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void theDetailsOfARefusalComeThroughAsTheyAre() {
        edge.features.pushAnswer = () -> new Checked.Refused<>(new Refusal(
                ErrorCode.PARAMETER_OUT_OF_RANGE,
                "out of range",
                Map.of("value", new BigDecimal("1E+30"), "min", 0.1, "names", List.of("a", "b"))));
        Reply reply = edge.post("/battery/device_1", "{\"action\":{\"command\":\"charge\"}}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("PARAMETER_OUT_OF_RANGE");
        assertThat(reply.response().body())
                .contains("\"value\":1000000000000000000000000000000")
                .contains("\"min\":0.1")
                .contains("\"names\":[\"a\",\"b\"]");
    }

    @Test
    void aFaultOfOursIsABare500() {
        edge.features.before = () -> {
            throw new IllegalStateException("the secret reason");
        };
        try {
            Reply reply = edge.get("/battery");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.code()).isEqualTo("INTERNAL_ERROR");
            assertThat(reply.response().body()).doesNotContain("secret", "IllegalState");
        } finally {
            edge.features.before = () -> {};
        }
        assertThat(edge.get("/battery").status()).isEqualTo(200);
    }

    @Test
    void unavailableSaysWhenToTryAgain() {
        edge.features.pushAnswer = () -> new Checked.Refused<>(Refusal.of(ErrorCode.SERVICE_UNAVAILABLE, "not now"));
        Reply reply = edge.post("/battery/device_1", "{\"action\":{\"command\":\"charge\"}}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
    }
}
