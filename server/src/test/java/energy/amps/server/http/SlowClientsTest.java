package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.server.http.RawClient.RawReply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Clients that take their time, and more of them than the edge bears. */
class SlowClientsTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GET = "GET /battery HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY + "\r\n\r\n";

    private static RunningEdge patience(Duration head, Duration body, Duration idle) {
        return new RunningEdge(HttpLimits.DEFAULT, new HttpTimeouts(head, body, idle, LONG, SHORT));
    }

    @Test
    void headersThatNeverEndAreRefused() {
        try (RunningEdge edge = patience(SHORT, LONG, LONG);
                RawClient client = edge.raw()) {
            RawReply reply =
                    client.send("GET /battery HTTP/1.1\r\nHost: a\r\nx-").reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/message").stringValue()).contains("not complete in time");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /** A byte now and then must not buy time: the limit is on the whole head, not on one read. */
    @Test
    void drippingBytesBuysNoTime() {
        try (RunningEdge edge = patience(SHORT, LONG, LONG);
                RawClient client = edge.raw()) {
            client.send("GET /battery HTTP/1.1\r\nx: ");
            Thread dripping = Thread.ofVirtual().start(() -> {
                try {
                    await().pollInterval(Duration.ofMillis(50)).atMost(LONG).until(() -> {
                        client.send("y");
                        return false;
                    });
                } catch (RuntimeException theServerHungUp) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(client.reply().status()).isEqualTo(400);
            dripping.interrupt();
        }
    }

    @Test
    void aBodyThatNeverEndsIsRefused() {
        try (RunningEdge edge = patience(LONG, SHORT, LONG);
                RawClient client = edge.raw()) {
            RawReply reply = client.send(
                            "POST /battery/device_1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                    + "x-api-key: " + FakeFeatures.KEY + "\r\nContent-Length: 100\r\n\r\n{")
                    .reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/message").stringValue()).contains("not complete in time");
            assertThat(reply.json().at("/meta/path").stringValue()).isEqualTo("/battery/device_1");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void anIdleConnectionEndsWithoutAWord() {
        try (RunningEdge edge = patience(LONG, LONG, SHORT);
                RawClient unused = edge.raw();
                RawClient used = edge.raw()) {
            assertThat(used.send(GET).reply().status()).isEqualTo(200);
            assertThat(used.isClosed()).isTrue();
            assertThat(unused.isClosed()).isTrue();
        }
    }

    @Test
    void workBeyondTheLimitIsRefusedAtOnceAndTheConnectionStays() {
        HttpLimits one = new HttpLimits(8_192, 16_384, 100, 1);
        try (RunningEdge edge = new RunningEdge(one, HttpTimeouts.DEFAULT);
                RawClient first = edge.raw();
                RawClient second = edge.raw()) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            edge.features.before = () -> {
                entered.countDown();
                awaitQuietly(release);
            };
            first.send(GET);
            awaitQuietly(entered);
            RawReply refused = second.send(GET).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(edge.send(edge.anonymous("/health/live").GET()).status())
                    .as("health needs no place")
                    .isEqualTo(200);
            release.countDown();
            assertThat(first.reply().status()).isEqualTo(200);
            await().untilAsserted(
                            () -> assertThat(second.send(GET).reply().status()).isEqualTo(200));
        }
    }

    /** A place is for work: a hundred clients that announce a body and send none would keep everybody else out. */
    @Test
    void aBodyThatDoesNotComeTakesNoPlace() {
        HttpLimits one = new HttpLimits(8_192, 16_384, 100, 1);
        try (RunningEdge edge = new RunningEdge(one, HttpTimeouts.DEFAULT);
                RawClient slow = edge.raw();
                RawClient other = edge.raw()) {
            slow.send("POST /battery/device_1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + "x-api-key: "
                    + FakeFeatures.KEY + "\r\nContent-Length: 100\r\n\r\n{");
            await().until(() ->
                    edge.meters.get("amps.http.requests.active").gauge().value() == 1);
            assertThat(other.send(GET).reply().status()).isEqualTo(200);
        }
    }

    /** Answers pile up in the sockets' buffers until a write waits; nothing but the watch would ever end that. */
    @Test
    void aClientThatReadsNothingIsCutOff() {
        HttpTimeouts impatient = new HttpTimeouts(LONG, LONG, LONG, SHORT, SHORT);
        try (RunningEdge edge = new RunningEdge(HttpLimits.DEFAULT, impatient);
                RawClient deaf = edge.raw()) {
            String many = "GET /openapi/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(400);
            deaf.send(many);
            await().until(() -> edge.meters.get("amps.http.connections").gauge().value() == 1);
            await().until(() -> edge.meters.get("amps.http.connections").gauge().value() == 0);
        }
    }

    @Test
    void aConnectionBeyondTheLimitWaitsForAPlace() {
        HttpLimits two = new HttpLimits(8_192, 16_384, 2, 10);
        try (RunningEdge edge = new RunningEdge(two, HttpTimeouts.DEFAULT);
                RawClient first = edge.raw();
                RawClient second = edge.raw()) {
            assertThat(first.send(GET).reply().status()).isEqualTo(200);
            assertThat(second.send(GET).reply().status()).isEqualTo(200);
            try (RawClient third = edge.raw()) {
                third.send(GET);
                first.hangUp();
                assertThat(third.reply().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void openConnectionsAreCounted() {
        try (RunningEdge edge = new RunningEdge();
                RawClient client = edge.raw()) {
            client.send(GET).reply();
            assertThat(edge.meters.get("amps.http.connections").gauge().value()).isEqualTo(1);
            client.hangUp();
            await().untilAsserted(() -> assertThat(
                            edge.meters.get("amps.http.connections").gauge().value())
                    .isZero());
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
