package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.check.PushRequest;
import energy.amps.check.SettingsRequest;
import energy.amps.connector.SandboxControls;
import energy.amps.server.http.RawClient.RawReply;
import energy.amps.server.http.RunningEdge.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies on their way in: size, type, and that the right request arrives. */
class BodiesTest {

    private static final String PUSH = "{\"action\":{\"command\":\"charge\"}}";
    private static final int LIMIT = HttpLimits.BODY_BYTES;
    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = new RunningEdge();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static String padded(int bytes) {
        return PUSH + " ".repeat(bytes - PUSH.length());
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() {
        assertThat(edge.post("/battery/device_1", padded(LIMIT)).status()).isEqualTo(202);
    }

    @Test
    void aByteMoreIsTooLargeByItsAnnouncedLength() {
        Reply reply = edge.post("/battery/device_1", padded(LIMIT + 1));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void aByteMoreIsTooLargeInChunks() {
        Reply reply = edge.send(chunked(padded(LIMIT + 1)));
        assertThat(reply.status()).isEqualTo(413);
        assertThat(edge.send(chunked(padded(LIMIT))).status()).isEqualTo(202);
    }

    private static HttpRequest.Builder chunked(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return edge.request("/battery/device_1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    }

    @Test
    void aClientThatSendsFarTooMuchStillGetsItsAnswer() {
        try (RawClient client = edge.raw()) {
            client.send(head("Content-Length: 3000000")).send("x".repeat(3_000_000));
            RawReply reply = client.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.closes()).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aHugeChunkIsRefusedLongBeforeItsEnd() {
        try (RawClient client = edge.raw()) {
            client.send(head("Transfer-Encoding: chunked") + "7fffffff\r\n").send("x".repeat(600_000));
            assertThat(client.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void whoAsksFirstIsToldBeforeSending() throws Exception {
        try (RawClient client = edge.raw()) {
            client.send(head("Content-Length: 70000\r\nExpect: 100-continue"));
            RawReply reply = client.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(client.isClosed()).isTrue();
        }
        try (RawClient client = edge.raw()) {
            client.send(head("Content-Length: " + PUSH.length() + "\r\nExpect: 100-continue"));
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            assertThat(client.send(PUSH).reply().status()).isEqualTo(202);
        }
    }

    @Test
    void aRefusalWithASmallBodyKeepsTheConnection() {
        try (RawClient client = edge.raw()) {
            String unread = "PUT /battery/device_1 HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY
                    + "\r\nContent-Length: 5\r\n\r\n12345";
            assertThat(client.send(unread).reply().status()).isEqualTo(405);
            assertThat(client.send(head("Content-Length: 1") + "{").reply().status())
                    .isEqualTo(400);
            assertThat(client.send(head("Content-Length: " + PUSH.length()) + PUSH)
                            .reply()
                            .status())
                    .isEqualTo(202);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json; charset=latin1",
                "application/problem+json",
                "json",
                "multipart/form-data; boundary=x",
                "application/jsonx"
            })
    void anotherMediaTypeIsUnsupported(String type) {
        Reply reply = edge.send(
                edge.request("/battery/device_1").header("Content-Type", type).POST(BodyPublishers.ofString(PUSH)));
        assertThat(reply.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\"; v=1"
            })
    void jsonIsJson(String type) {
        Reply reply = edge.send(
                edge.request("/battery/device_1").header("Content-Type", type).POST(BodyPublishers.ofString(PUSH)));
        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void aBodyWithoutTypeOrCompressedIsUnsupported() {
        assertThat(edge.send(edge.request("/battery/device_1").POST(BodyPublishers.ofString(PUSH)))
                        .status())
                .isEqualTo(415);
        assertThat(edge.send(edge.request("/battery/device_1")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofString(PUSH)))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void noBodyWhereOneIsNeededIsMalformed() {
        Reply reply = edge.send(edge.request("/battery/device_1").POST(BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/error/details/errors/0/pointer").stringValue()).isEmpty();
    }

    @Test
    void aPushArrivesAsItWasSent() {
        edge.post("/battery/device_1", """
                {"action":{"command":"charge","start":"1.5h","end":"2026-06-01T22:00:00","parameters":{
                   "target":{"value":30,"unit":"percent"},"power":{"value":5.50,"unit":"kw"}}},
                 "onConflict":"queue_after","sandbox":{"acceptButIgnore":true}}
                """);
        PushRequest push = edge.lastAsked().argument(PushRequest.class);
        assertThat(push.command()).isEqualTo("charge");
        assertThat(push.start()).contains("1.5h");
        assertThat(push.end()).contains("2026-06-01T22:00:00");
        assertThat(push.onConflict()).contains("queue_after");
        assertThat(push.parameters().orElseThrow()).containsOnlyKeys("target", "power");
        assertThat(push.parameters().orElseThrow().get("power").value().toPlainString())
                .isEqualTo("5.50");
        assertThat(edge.lastAsked().argument(SandboxControls.class).acceptButIgnore())
                .isTrue();
    }

    @Test
    void liveNeverSeesSandboxControlsButChecksTheirShape() {
        String with = "{\"action\":{\"command\":\"charge\"},\"sandbox\":{\"acceptButIgnore\":%s}}";
        assertThat(live(with.formatted("true")).status()).isEqualTo(202);
        assertThat(edge.lastAsked().argument(SandboxControls.class)).isEqualTo(SandboxControls.NONE);
        assertThat(live(with.formatted("1")).status()).isEqualTo(400);
    }

    private static Reply live(String body) {
        return edge.send(edge.anonymous("/battery/device_1")
                .header("x-api-key", FakeFeatures.LIVE_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void settingsArriveAndTheAnswerNamesThem() {
        Reply reply =
                edge.post("/battery/device_1/settings", "{\"charge_ceiling\":{\"value\":90,\"unit\":\"percent\"}}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/data").toString())
                .isEqualTo("{\"deviceId\":\"device_1\",\"updated\":[\"charge_ceiling\"]}");
        assertThat(edge.lastAsked().argument(SettingsRequest.class).values()).containsOnlyKeys("charge_ceiling");
    }

    @Test
    void aTimezoneArrivesAndTheAnswerIsTheDevice() {
        Reply reply = edge.send("PATCH", "/battery/device_1", "{\"timezone\":\"America/New_York\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/data/id").stringValue()).isEqualTo("device_1");
        assertThat(edge.lastAsked().argument(ZoneId.class)).isEqualTo(ZoneId.of("America/New_York"));
    }

    @Test
    void cancelAndEndTakeNoBodyOrAnEmptyOne() {
        for (String verb : new String[] {"cancel", "end"}) {
            int expected = verb.equals("end") ? 202 : 200;
            String path = "/actions/act_1/" + verb;
            assertThat(edge.send(edge.request(path).POST(BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(expected);
            assertThat(edge.post(path, "").status()).isEqualTo(expected);
            assertThat(edge.post(path, " {} ").status()).isEqualTo(expected);
            assertThat(edge.post(path, "{\"a\":1}").status()).isEqualTo(400);
            assertThat(edge.post(path, "null").status()).isEqualTo(400);
            assertThat(edge.send(edge.request(path).POST(BodyPublishers.ofString("{}")))
                            .status())
                    .isEqualTo(415);
            assertThat(edge.post("/actions/act_x/" + verb, "").code()).isEqualTo("ACTION_NOT_FOUND");
        }
    }

    private static String head(String headers) {
        return "POST /battery/device_1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nx-api-key: "
                + FakeFeatures.KEY + "\r\n" + headers + "\r\n\r\n";
    }
}
