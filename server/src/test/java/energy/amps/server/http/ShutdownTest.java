package energy.amps.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import energy.amps.server.http.RawClient.RawReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The ends of the edge: how it starts, and how it stops. */
class ShutdownTest {

    private static final String GET = "GET /battery HTTP/1.1\r\nHost: a\r\nx-api-key: " + FakeFeatures.KEY + "\r\n\r\n";

    @Test
    void whatIsUnderWayIsFinishedAndWhatIsNewIsRefused() throws Exception {
        RunningEdge edge = new RunningEdge();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        edge.features.before = () -> {
            entered.countDown();
            SlowClientsTest.awaitQuietly(release);
        };
        try (RawClient underWay = edge.raw();
                RawClient open = edge.raw();
                RawClient health = edge.raw()) {
            assertThat(health.send("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(200);
            underWay.send(GET);
            entered.await();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> edge.server.stop(Duration.ofSeconds(30)));
            await().untilAsserted(() -> {
                try (RawClient probe = edge.raw()) {
                    RawReply ready = probe.send("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n")
                            .reply();
                    assertThat(ready.status()).isEqualTo(503);
                    assertThat(ready.closes()).isTrue();
                }
            });
            RawReply refused = open.send(GET).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            assertThat(refused.closes()).isTrue();
            assertThat(stopped).isNotDone();

            release.countDown();
            assertThat(underWay.reply().status()).isEqualTo(200);
            assertThat(underWay.isClosed()).isTrue();
            stopped.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), edge.server.port()).close())
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        } finally {
            release.countDown();
            edge.close();
        }
    }

    /** A balancer that goes by readiness turns away, and a client that keeps its connection is told to open another. */
    @Test
    void whileItDrainsItServesAndMovesConnectionsAway() {
        try (RunningEdge edge = new RunningEdge();
                RawClient kept = edge.raw();
                RawClient health = edge.raw()) {
            assertThat(kept.send(GET).reply().closes()).isFalse();
            edge.server.drain();
            RawReply ready =
                    health.send("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n").reply();
            assertThat(ready.status()).isEqualTo(503);
            RawReply last = kept.send(GET).reply();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.closes()).isTrue();
            assertThat(kept.isClosed()).isTrue();
            try (RawClient fresh = edge.raw()) {
                RawReply served = fresh.send(GET).reply();
                assertThat(served.status()).isEqualTo(200);
                assertThat(served.closes()).isTrue();
            }
        }
    }

    @Test
    void drainEndsAtOnceWhereNobodyCouldNotice() throws Exception {
        try (RunningEdge edge = new RunningEdge()) {
            edge.server.drain();
            CompletableFuture.runAsync(() -> edge.server.awaitUnwatched(Duration.ofHours(1)))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void drainWaitsForAnOpenConnectionAndEndsWithIt() throws Exception {
        try (RunningEdge edge = new RunningEdge();
                RawClient kept = edge.raw()) {
            kept.send(GET).reply();
            edge.server.drain();
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> edge.server.awaitUnwatched(Duration.ofHours(1)));
            assertThat(kept.send(GET).reply().status()).isEqualTo(200);
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    /** Who asks for readiness now and then has no connection open in between. */
    @Test
    void drainWaitsForWhoeverAsksForReadinessButNotForever() throws Exception {
        try (RunningEdge edge = new RunningEdge()) {
            try (RawClient health = edge.raw()) {
                health.send("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n").reply();
            }
            await().until(() -> edge.meters.get("amps.http.connections").gauge().value() == 0);
            edge.server.drain();
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> edge.server.awaitUnwatched(Duration.ofSeconds(2)));
            await().during(Duration.ofMillis(300)).until(() -> !drained.isDone());
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatOutlivesTheGraceDoesNotHoldUpTheEnd() throws Exception {
        RunningEdge edge = new RunningEdge();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        edge.features.before = () -> {
            entered.countDown();
            SlowClientsTest.awaitQuietly(never);
        };
        try (RawClient client = edge.raw()) {
            client.send(GET);
            entered.await();
            CompletableFuture.runAsync(() -> edge.server.stop(Duration.ofMillis(100)))
                    .get(20, TimeUnit.SECONDS);
        } finally {
            never.countDown();
            edge.close();
        }
    }

    @Test
    void idleConnectionsDoNotHoldUpTheEnd() throws Exception {
        RunningEdge edge = new RunningEdge();
        try (RawClient used = edge.raw();
                RawClient unused = edge.raw()) {
            used.send(GET).reply();
            CompletableFuture.runAsync(() -> edge.server.stop(Duration.ofSeconds(30)))
                    .get(20, TimeUnit.SECONDS);
            assertThat(used.isClosed()).isTrue();
            assertThat(unused.isClosed()).isTrue();
        } finally {
            edge.close();
        }
    }

    @Test
    void aTakenPortIsAClearFailureAndNothingStaysOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(HttpConfig.loopback(port, 0)))
                    .isInstanceOf(ListenFailure.class)
                    .hasMessageContaining("Cannot listen on")
                    .hasMessageContaining(":" + port + " for the API");
            int free = freePort();
            assertThatThrownBy(() -> start(HttpConfig.loopback(free, port)))
                    .isInstanceOf(ListenFailure.class)
                    .hasMessageContaining("for the management");
            HttpServer server = start(HttpConfig.loopback(free, 0));
            assertThat(server.port()).isEqualTo(free);
            server.stop(Duration.ZERO);
        }
    }

    private static HttpServer start(HttpConfig config) {
        return HttpServer.start(
                config,
                new FakeFeatures(),
                new FakeOperator(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                InstantSource.fixed(RunningEdge.PLATFORM_NOW),
                new Random(7));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
