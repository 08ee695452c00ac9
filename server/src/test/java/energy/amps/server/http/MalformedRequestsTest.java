package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.http.RawClient.RawReply;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes at the socket: whatever is sent, the answer is an envelope or nothing, and the server lives on. */
class MalformedRequestsTest {

    record Sample(String name, String bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static RunningEdge edge;

    @BeforeAll
    static void start() {
        edge = new RunningEdge();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    static Stream<Sample> malformed() {
        String host = "Host: a\r\n";
        return Stream.of(
                new Sample("no request at all", "garbage\r\n\r\n"),
                new Sample("an empty line", "\r\n\r\n"),
                new Sample("control bytes", "\0\1\2\3\r\n\r\n"),
                new Sample("bytes beyond ASCII", "G\u00c4T / HTTP/1.1\r\n" + host + "\r\n"),
                new Sample("a TLS hello", "\u0016\u0003\u0001\u0002\0\1\0\1\u00fc\u0003\u0003\r\n\r\n"),
                new Sample("two words", "GET /battery\r\n\r\n"),
                new Sample("a line feed alone", "GET /battery HTTP/1.1\nHost: a\n\n"),
                new Sample("HTTP/1.0", "GET /battery HTTP/1.0\r\n\r\n"),
                new Sample("HTTP/3.7", "GET /battery HTTP/3.7\r\n" + host + "\r\n"),
                new Sample("HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Sample("another protocol", "GET /battery FTP/1.1\r\n\r\n"),
                new Sample("a space in the path", "GET /bat tery HTTP/1.1\r\n" + host + "\r\n"),
                new Sample("a bracket in the path", "GET /battery/<script> HTTP/1.1\r\n" + host + "\r\n"),
                new Sample("half a percent code", "GET /battery/%4 HTTP/1.1\r\n" + host + "\r\n"),
                new Sample("no host", "GET /battery HTTP/1.1\r\n\r\n"),
                new Sample("two hosts", "GET /battery HTTP/1.1\r\n" + host + host + "\r\n"),
                new Sample("a host that is none", "GET /battery HTTP/1.1\r\nHost: a b\r\n\r\n"),
                new Sample("a header without colon", "GET /battery HTTP/1.1\r\n" + host + "nonsense\r\n\r\n"),
                new Sample("a header without name", "GET /battery HTTP/1.1\r\n" + host + ": b\r\n\r\n"),
                new Sample("a NUL in a header", "GET /battery HTTP/1.1\r\n" + host + "a: b\0c\r\n\r\n"),
                new Sample("a space in a header's name", "GET /battery HTTP/1.1\r\n" + host + "a b: c\r\n\r\n"),
                new Sample("a space before the colon", "GET /battery HTTP/1.1\r\n" + host + "a : b\r\n\r\n"),
                new Sample("a request line too long", "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + host + "\r\n"),
                new Sample(
                        "headers too large",
                        "GET /battery HTTP/1.1\r\n" + host + "a: " + "b".repeat(17_000) + "\r\n\r\n"),
                new Sample(
                        "too many headers",
                        "GET /battery HTTP/1.1\r\n" + host + "aaaaaaaa: b\r\n".repeat(2_000) + "\r\n"),
                new Sample(
                        "a length that is no number",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host + "Content-Length: ten\r\n\r\n"),
                new Sample(
                        "a negative length",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"),
                new Sample(
                        "a length beyond numbers",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n"),
                new Sample(
                        "two lengths",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host
                                + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}"),
                new Sample(
                        "a length and chunks",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host
                                + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                new Sample(
                        "another transfer coding",
                        "POST /battery/device_1 HTTP/1.1\r\n" + host
                                + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void isAnsweredInTheEnvelopeAndTheConnectionCloses(Sample sample) {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(sample.bytes()).reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("VALIDATION_ERROR");
            assertThat(reply.headers()).containsEntry("content-type", "application/json; charset=utf-8");
            assertThat(reply.json().at("/meta/requestId").asString())
                    .isEqualTo(reply.headers().get("x-request-id"));
            assertThat(reply.json().at("/meta/path").isString()).isTrue();
            assertThat(reply.json().at("/meta/environment").isMissingNode()).isTrue();
            assertThat(reply.body()).doesNotContain("Exception", "helidon");
            assertThat(reply.closes()).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(edge.get("/battery").status()).isEqualTo(200);
    }

    static Stream<Sample> badChunks() {
        return Stream.of(
                new Sample("no hexadecimal size", "xyz\r\n{}\r\n0\r\n\r\n"),
                new Sample("a negative size", "-2\r\n{}\r\n0\r\n\r\n"),
                new Sample("a size beyond numbers", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
                new Sample("a line feed alone", "2\n{}\n0\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badChunks")
    void badChunksAreAMalformedBody(Sample sample) {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(chunked() + sample.bytes()).reply();
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo("VALIDATION_ERROR");
            assertThat(reply.json().at("/meta/path").asString()).isEqualTo("/battery/device_1");
            assertThat(reply.closes()).isTrue();
        }
    }

    @Test
    void aBodyThatBreaksOffIsMalformed() {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(chunked() + "5\r\n{}").endOutput().reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/message").asString()).contains("ends before");
        }
    }

    @Test
    void headersThatBreakOffAreMalformed() {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send("GET /battery HTTP/1.1\r\nHost: a\r\nx-ap")
                    .endOutput()
                    .reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/meta/path").asString()).isEqualTo("/battery");
        }
    }

    @Test
    void aConnectionWithoutABytesEndsWithoutAWord() {
        try (RawClient client = edge.raw()) {
            assertThat(client.endOutput().isClosed()).isTrue();
        }
    }

    @Test
    void whatFollowsAGoodRequestIsJudgedOnItsOwn() {
        try (RawClient client = edge.raw()) {
            client.send(get("/battery") + "garbage\r\n\r\n" + get("/battery"));
            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void whatFollowsTheLastRequestIsNotAnswered() {
        try (RawClient client = edge.raw()) {
            client.send(
                    get("/battery").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n") + get("/battery") + "garbage");
            RawReply reply = client.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.closes()).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (RawClient client = edge.raw()) {
            client.send(get("/battery") + get("/nowhere") + get("/battery/device_1"));
            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(404);
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void anOfferToUpgradeIsDeclined() {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(
                            get("/battery")
                                    .replace(
                                            "\r\n\r\n",
                                            "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"))
                    .reply();
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    static Stream<String> targets() {
        return Stream.of(
                "*", "http://a/nowhere", "a:443", "//", "//battery", "/battery//", "/./battery", "/battery/..");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void aTargetThatIsNoPathOfOursIsARefusal(String target) {
        try (RawClient client = edge.raw()) {
            RawReply reply = client.send(get(target)).reply();
            assertThat(reply.status()).isIn(400, 404);
            assertThat(reply.code()).isIn("VALIDATION_ERROR", "NOT_FOUND");
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY + "\r\n\r\n";
    }

    private static String chunked() {
        return "POST /battery/device_1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nx-api-key: "
                + FakeFeatures.KEY + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }
}
