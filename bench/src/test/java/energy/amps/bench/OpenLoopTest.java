package energy.amps.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {
    private static final int CALLS = 100;
    private static final int CONNECTIONS = 3;

    private HttpServer server;
    private ExecutorService threads;
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeEach
    void open() throws Exception {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try {
                answer.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static final class Count implements OpenLoop.Calls {
        private final CountDownLatch open;
        private int given;
        private int answered;
        private int notSent;
        private int broken;

        Count(CountDownLatch open) {
            this.open = open;
        }

        @Override
        public byte[] next() {
            given++;
            if (given == CALLS) {
                open.countDown();
            }
            return HttpConnection.get("/", "none");
        }

        @Override
        public void notSent(long arrivedNanos) {
            notSent++;
        }

        @Override
        public void answered(byte[] request, Response response, long arrivedNanos, long nowNanos) {
            assertThat(response.status()).isEqualTo(200);
            answered++;
        }

        @Override
        public void broken(byte[] request, long arrivedNanos) {
            broken++;
        }
    }

    private Count run() throws Exception {
        Count count = new Count(answer);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (OpenLoop loop = new OpenLoop(url, CONNECTIONS)) {
            loop.run(CALLS * 2, Duration.ofMillis(500), count);
        }
        return count;
    }

    @Test
    void callsThatFindNoConnectionAreCountedAndNotQueued() throws Exception {
        Count count = run();
        assertThat(count.given).isEqualTo(CALLS);
        assertThat(count.answered).isEqualTo(CONNECTIONS);
        assertThat(count.notSent).isEqualTo(CALLS - CONNECTIONS);
        assertThat(count.broken).isZero();
    }

    @Test
    void everyCallIsAccountedFor() throws Exception {
        answer.countDown();
        Count count = run();
        assertThat(count.given).isEqualTo(CALLS);
        assertThat(count.answered + count.notSent + count.broken).isEqualTo(CALLS);
        assertThat(count.answered).isPositive();
    }
}
