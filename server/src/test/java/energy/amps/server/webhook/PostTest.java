package energy.amps.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.Receiver;
import energy.amps.server.testing.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client that connects to what it checked, and no longer than it may. */
class PostTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(Post.LIMIT, nanos::get);
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private Post post(AddressPolicy policy, TargetUrl.Names names) {
        return new Post(GuardedResolver.over(policy, names), deadlines, new SettableClock(House.START), 10);
    }

    private static Message message(String url) {
        Target target = new Target(
                new Tenant(new CustomerId("c"), Environment.SANDBOX),
                "ep_1",
                url,
                List.of("whsec_" + "A".repeat(32)),
                Map.of(),
                Optional.empty(),
                "",
                OptionalInt.empty(),
                Optional.empty());
        return new Message(target, "evt_1", "push.completed", "{}", 0, 1);
    }

    /** A name that leads to a public address when it is checked and inside when it is connected to: there is no second question. */
    @Test
    void nameIsAskedOnceAndWhatItSaidThenIsConnectedTo() throws UnknownHostException {
        AtomicInteger asked = new AtomicInteger();
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");
        TargetUrl.Names turning = host -> new InetAddress[] {asked.getAndIncrement() == 0 ? loopback : metadata};
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), turning)) {
            String url = receiver.url("/a").replace("127.0.0.1", "turning.example");
            assertThat(post.send(message(url)).status()).contains(200);
            assertThat(asked).hasValue(1);
            // The next attempt asks again, although a connection to the first address is open.
            assertThat(post.send(message(url)).error()).contains("refused_metadata");
            assertThat(receiver.got("/a")).hasSize(1);
            assertThat(receiver.got("/a").getFirst().headers().get("host")).startsWith("turning.example");
        }
    }

    @Test
    void oneAddressThatIsRefusedRefusesTheHost() {
        TargetUrl.Names both =
                host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1")};
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), both)) {
            assertThat(post.send(message("http://both.example/")).error()).contains("refused_private");
        }
    }

    @Test
    void redirectInsideIsNotFollowed() {
        receiver.answers("/r", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data");
            exchange.sendResponseHeaders(307, -1);
        });
        AtomicInteger asked = new AtomicInteger();
        TargetUrl.Names counting = host -> {
            asked.incrementAndGet();
            return InetAddress.getAllByName(host);
        };
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), counting)) {
            assertThat(post.send(message(receiver.url("/r"))).error()).contains("redirect");
            assertThat(asked).hasValue(1);
        }
    }

    /** An answer after 29 seconds counts, one that is not there after 30 does not; by a clock that the test moves. */
    @Test
    void answerCountsUntilTheLimitAndIsCutOffBehindIt() throws Exception {
        CountDownLatch came = new CountDownLatch(2);
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        receiver.answers("/slow", exchange -> hold(exchange, came, in));
        receiver.answers("/hangs", exchange -> hold(exchange, came, never));
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), InetAddress::getAllByName)) {
            CompletableFuture<Result> slow = sending(post, "/slow");
            CompletableFuture<Result> hangs = sending(post, "/hangs");
            came.await();
            nanos.set(Duration.ofSeconds(29).toNanos());
            deadlines.look();
            in.countDown();
            assertThat(slow.get().status()).contains(200);
            assertThat(hangs).isNotDone();
            nanos.set(Duration.ofSeconds(30).toNanos());
            deadlines.look();
            // Sooner than the socket's own time-out would end it.
            assertThat(hangs.get(20, TimeUnit.SECONDS).error()).contains("timeout");
        } finally {
            never.countDown();
        }
    }

    /** On a thread of its own: the common pool has as few as one. */
    private CompletableFuture<Result> sending(Post post, String path) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(post.send(message(receiver.url(path)))));
        return result;
    }

    private static void hold(com.sun.net.httpserver.HttpExchange exchange, CountDownLatch came, CountDownLatch until)
            throws java.io.IOException {
        came.countDown();
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.sendResponseHeaders(200, -1);
    }

    @Test
    void connectionThatIsResetIsAFailureWithItsName() throws Exception {
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), InetAddress::getAllByName);
                java.net.ServerSocket resets = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> {
                try (java.net.Socket socket = resets.accept()) {
                    socket.setSoLinger(true, 0);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(post.send(message("http://127.0.0.1:" + resets.getLocalPort() + "/"))
                            .error())
                    .contains("connection_lost");
            reset.get();
        }
    }

    @Test
    void connectionThatIsRefusedIsAFailureWithItsName() {
        receiver.close();
        try (Post post = post(new AddressPolicy(AddressPolicy.LOOPBACK), InetAddress::getAllByName)) {
            assertThat(post.send(message(receiver.url("/a"))).error()).contains("connection_failed");
        }
    }
}
