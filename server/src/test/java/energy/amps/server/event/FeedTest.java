package energy.amps.server.event;

import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.fault.ErrorCode;
import energy.amps.server.Platform;
import energy.amps.server.agenda.AgendaConfig;
import energy.amps.server.device.Connectors;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.PlatformClock;
import energy.amps.server.store.Tenant;
import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import energy.amps.server.testing.Sql;
import energy.amps.server.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The promise of the feed: every event once, none left out, each device in order. */
class FeedTest {
    private static final int WRITERS = 8;
    private static final int EACH = 400;

    private final SettableClock clock = new SettableClock(House.START);
    private final TestDatabase postgres = House.database();
    private final Sql sql = Sql.on(postgres);
    private final List<Platform> nodes = List.of(node(), node());
    private final Tenant tenant = new Tenant(nodes.getFirst().customers().create("feed", true), Environment.SANDBOX);

    private Platform node() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Platform node = new Platform(
                new Platform.Config(AgendaConfig.of(Duration.ofMillis(10), Duration.ofDays(60)), Duration.ofMinutes(5)),
                Database.open(House.address(postgres), meters),
                new PlatformClock(clock, Duration.ZERO),
                new Connectors(List.of()),
                meters);
        node.start();
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(Platform::close);
        sql.close();
    }

    /** An event whose id a node made whose clock is wrong by up to a second, committed after a while. */
    private void insert(Sql own, String device, long sequence) {
        Instant wrong = clock.instant().plusMillis(ThreadLocalRandom.current().nextInt(-1000, 1000));
        own.run(
                "insert into event (customer_id, environment, id, device_id, sequence, type, occurred_at, data)"
                        + " values (?, 'sandbox', ?, ?, ?, 'push.completed', now(), '{}')",
                tenant.customer().value(),
                Ids.floor("evt_", wrong) + device + "x" + sequence,
                device,
                sequence);
    }

    /** Writers commit while readers read on two nodes; batches of the numberer end in the middle of devices' events. */
    @Test
    void readersOnTwoNodesMissNothingAndSeeEachDeviceInOrder() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String device = "d" + w;
                writers.add(CompletableFuture.runAsync(
                        () -> {
                            try (Sql own = Sql.on(postgres)) {
                                for (int i = 1; i <= EACH; i++) {
                                    insert(own, device, i);
                                }
                            }
                        },
                        threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
            List<CompletableFuture<List<FeedEvent>>> readers = new ArrayList<>();
            for (Platform node : nodes) {
                readers.add(CompletableFuture.supplyAsync(() -> readUntil(node, all), threads));
            }
            List<FeedEvent> first = readers.getFirst().join();
            assertThat(readers.getLast().join()).isEqualTo(first);
            assertComplete(first);
        }
    }

    private List<FeedEvent> readUntil(Platform node, CompletableFuture<Void> written) {
        List<FeedEvent> seen = new ArrayList<>();
        long place = 0;
        while (true) {
            boolean over = written.isDone();
            Feed.Part part = passed(node.feed().read(tenant, OptionalLong.of(place), Feed.MOST));
            seen.addAll(part.events());
            place = part.position();
            if (over && part.events().isEmpty() && !part.more()) {
                return seen;
            }
        }
    }

    private static void assertComplete(List<FeedEvent> seen) {
        assertThat(seen).hasSize(WRITERS * EACH);
        Map<String, Long> last = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < seen.size(); i++) {
            FeedEvent event = seen.get(i);
            assertThat(event.position()).isEqualTo(i + 1L);
            assertThat(ids.add(event.id())).isTrue();
            assertThat(event.sequence()).isEqualTo(last.merge(event.subject().orElseThrow(), 1L, Long::sum));
        }
    }

    /** The end of a full batch hides an event whose id is from a clock that was ahead; its successor must not overtake it. */
    @Test
    void batchThatEndsBetweenTwoEventsOfADeviceKeepsTheirOrder() {
        for (int i = 0; i < Numberer.CATCH_UP - 1; i++) {
            event("other", i + 1L, i, "a");
        }
        event("device", 1, Numberer.CATCH_UP + 50, "late");
        event("device", 2, Numberer.CATCH_UP, "early");
        List<FeedEvent> seen = readUntil(nodes.getFirst(), CompletableFuture.completedFuture(null));
        assertThat(seen.stream()
                        .filter(e -> e.subject().equals(Optional.of("device")))
                        .map(FeedEvent::sequence))
                .containsExactly(1L, 2L);
        assertThat(seen).hasSize(Numberer.CATCH_UP + 1);
    }

    private void event(String device, long sequence, long millis, String suffix) {
        sql.run(
                "insert into event (customer_id, environment, id, device_id, sequence, type, occurred_at, data)"
                        + " values (?, 'sandbox', ?, ?, ?, 'push.completed', now(), '{}')",
                tenant.customer().value(),
                Ids.floor("evt_", clock.instant().plusMillis(millis)) + suffix,
                device,
                sequence);
    }

    @Test
    void afterThirtyDaysEventsAreGoneAndOlderCursorsSaySo() {
        for (int i = 1; i <= 5; i++) {
            event("device", i, 0, "x" + i);
        }
        Feed feed = nodes.getFirst().feed();
        assertThat(passed(feed.read(tenant, OptionalLong.empty(), 50)).events()).hasSize(5);
        clock.advance(Retention.KEPT.plusMillis(1));
        event("device", 6, 0, "x6");
        try (Database database = Database.open(House.address(postgres), new SimpleMeterRegistry())) {
            new Retention(database, clock).run();
        }
        assertThat(passed(feed.read(tenant, OptionalLong.empty(), 50)).events())
                .extracting(FeedEvent::sequence)
                .containsExactly(6L);
        assertThat(refused(feed.read(tenant, OptionalLong.of(4), 50)).code()).isEqualTo(ErrorCode.CURSOR_EXPIRED);
        assertThat(passed(feed.read(tenant, OptionalLong.of(5), 50)).events()).hasSize(1);
        assertThat(refused(feed.read(tenant, OptionalLong.of(7), 50)).code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    }
}
