package energy.amps.server.webhook;

import static energy.amps.server.testing.House.eventually;
import static energy.amps.server.testing.House.passed;
import static energy.amps.server.testing.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.device.DeviceId;
import energy.amps.fault.ErrorCode;
import energy.amps.server.event.EventIds;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.testing.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How messages are brought to receivers of all manners. */
class DeliveryTest {
    private static final Page PAGE = new Page(50, 0, Optional.empty());

    private final Yard yard = new Yard(1);

    @AfterEach
    void close() {
        yard.close();
    }

    private List<Attempt> attempts(Endpoint.WithSecret endpoint) {
        return passed(yard.node()
                        .webhooks()
                        .deliveries()
                        .attempts(
                                yard.tenant,
                                endpoint.endpoint().id(),
                                new Attempt.Filter(Optional.empty(), Optional.empty()),
                                PAGE))
                .items();
    }

    @Test
    void eachEventArrivesOnceSignedAndLeavesOneAttempt() {
        Endpoint.WithSecret endpoint = yard.endpoint("/a");
        List<String> events = yard.happen(20);
        eventually().until(() -> yard.receiver.got("/a").size() == 20 && yard.pending() == 0);
        assertThat(yard.receiver.got("/a"))
                .extracting(Receiver.Got::id)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(EventIds::message).toList());
        assertThat(yard.receiver.got("/a")).allSatisfy(got -> {
            assertThat(got.headers())
                    .containsEntry("svix-id", got.id())
                    .containsEntry("amps-event-type", "push.completed")
                    .containsEntry("content-type", "application/json");
            assertThat(got.headers().get("svix-signature"))
                    .isEqualTo(got.headers().get("webhook-signature"))
                    .isEqualTo(Signature.of(
                            List.of(endpoint.secret().text()),
                            got.id(),
                            yard.clock.instant().getEpochSecond(),
                            got.body().getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(attempts(endpoint)).hasSize(20).allSatisfy(attempt -> {
            assertThat(attempt.status()).contains(200);
            assertThat(attempt.error()).isEmpty();
            assertThat(attempt.attempt()).isOne();
        });
        assertThat(yard.sql.number("select count(*) from delivery")).isZero();
    }

    /** Down for a day: each message is tried on the ladder, and all arrive once the receiver is back, under the same ids. */
    @Test
    void receiverThatIsDownForADayGetsEverythingUnderTheSameIds() {
        Endpoint.WithSecret endpoint = yard.endpoint("/down");
        yard.receiver.answers("/down", Receiver.status(503));
        List<String> events = yard.happen(5);
        eventually().until(() -> yard.receiver.got("/down").size() == 5);
        for (int hour = 0; hour < 24; hour++) {
            settle();
            yard.clock.advance(Duration.ofHours(1));
        }
        settle();
        assertThat(yard.read(endpoint).standing().failingSince()).isPresent();
        yard.receiver.answers("/down", Receiver.status(200));
        yard.clock.advance(Duration.ofHours(24));
        eventually().until(() -> yard.sql.number("select count(*) from delivery") == 0);
        List<String> messages = events.stream().map(EventIds::message).toList();
        assertThat(yard.receiver.got("/down").stream().map(Receiver.Got::id).distinct())
                .containsExactlyInAnyOrderElementsOf(messages);
        assertThat(yard.receiver.got("/down").size()).isBetween(5 * 6, 5 * 9);
        assertThat(yard.read(endpoint).standing().failingSince()).isEmpty();
    }

    /** Waits until nothing is due and nothing is out. */
    private void settle() {
        eventually()
                .until(() -> yard.sql.number(
                                "select count(*) from delivery where due_at <= ?::timestamptz or lease_owner is not null",
                                yard.clock.instant().toString())
                        == 0);
    }

    @Test
    void goneReceiverIsDisabledAtOnceAndTheOthersAreTold() {
        Endpoint.WithSecret gone = yard.endpoint("/gone");
        yard.endpoint("/other");
        yard.receiver.answers("/gone", Receiver.status(410));
        yard.happen(1);
        eventually().until(() -> !yard.read(gone).standing().enabled());
        assertThat(yard.read(gone).standing().disabledReason()).contains("gone");
        eventually().until(() -> yard.receiver.got("/other").stream()
                .anyMatch(got -> got.body().contains("webhook.endpoint_disabled")));
        assertThat(yard.receiver.got("/gone")).hasSize(1);
        assertThat(refused(yard.node()
                                .webhooks()
                                .deliveries()
                                .test(yard.tenant, gone.endpoint().id(), Keep.nothing()))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void fiveDaysOfNothingButFailuresDisableAndOneSuccessForgives() {
        Endpoint.WithSecret endpoint = yard.endpoint("/flaps");
        yard.receiver.answers("/flaps", Receiver.status(500));
        yard.happen(1);
        eventually().until(() -> yard.read(endpoint).standing().failingSince().isPresent());
        yard.clock.advance(Duration.ofDays(4));
        yard.receiver.answers("/flaps", Receiver.status(200));
        eventually().until(() -> yard.read(endpoint).standing().failingSince().isEmpty());
        yard.receiver.answers("/flaps", Receiver.status(500));
        yard.happen(1);
        eventually().until(() -> yard.read(endpoint).standing().failingSince().isPresent());
        settle();
        yard.clock.advance(Duration.ofDays(4));
        settle();
        assertThat(yard.read(endpoint).standing().enabled()).isTrue();
        yard.clock.advance(Duration.ofHours(25));
        eventually().until(() -> !yard.read(endpoint).standing().enabled());
        assertThat(yard.read(endpoint).standing().disabledReason()).contains("failing");
    }

    /** Every other attempt fails: everything arrives, under its own id, and the endpoint stays enabled. */
    @Test
    void receiverThatFlapsGetsEverything() {
        Endpoint.WithSecret endpoint = yard.endpoint("/flapping");
        AtomicInteger turn = new AtomicInteger();
        yard.receiver.answers("/flapping", exchange -> Receiver.status(turn.getAndIncrement() % 2 == 0 ? 502 : 204)
                .answer(exchange));
        List<String> events = yard.happen(30);
        eventually().until(() -> yard.receiver.got("/flapping").size() >= events.size());
        for (int hour = 0; hour < 24 && yard.pending() > 0; hour++) {
            settle();
            yard.clock.advance(Duration.ofHours(1));
        }
        eventually().until(() -> yard.sql.number("select count(*) from delivery") == 0);
        assertThat(yard.receiver.got("/flapping").stream().map(Receiver.Got::id).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(EventIds::message).toList());
        assertThat(yard.read(endpoint).standing().enabled()).isTrue();
    }

    /** A dead endpoint with a backlog takes its own lane alone: the other's messages go by, whatever the dead one holds. */
    @Test
    void deadEndpointWithABacklogDelaysNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try {
            yard.receiver.answers("/dead", exchange -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.sendResponseHeaders(500, -1);
            });
            Endpoint.WithSecret dead = yard.endpoint("/dead");
            yard.sql.run(
                    "insert into event (customer_id, environment, id, device_id, sequence, type, occurred_at, data, position)"
                            + " select ?, 'sandbox', 'evt_' || lpad(n::text, 9, '0'), 'device_0', n, 'push.failed', now(), '{}', n"
                            + " from generate_series(1, 100000) n",
                    yard.tenant.customer().value());
            yard.sql.run(
                    "insert into feed values (?, 'sandbox', 100000, 0) on conflict (customer_id, environment)"
                            + " do update set last_position = 100000",
                    yard.tenant.customer().value());
            yard.sql.run(
                    "insert into delivery (customer_id, environment, endpoint_id, event_id, due_at)"
                            + " select customer_id, environment, ?, id, '2020-01-01Z' from event",
                    dead.endpoint().id());
            eventually().until(() -> yard.receiver.got("/dead").size() >= Lane.FIRST_WIDTH);
            yard.endpoint("/alive");
            List<String> events = yard.happen(300);
            eventually().until(() -> yard.receiver.got("/alive").size() == events.size());
            // All that while nobody had an answer from the dead one, and it held no more than its lane.
            assertThat(yard.receiver.got("/dead")).hasSize(Lane.FIRST_WIDTH);
            assertThat(yard.sql.number(
                            "select count(*) from delivery where endpoint_id = ? and lease_owner is not null",
                            dead.endpoint().id()))
                    .isLessThanOrEqualTo(Lane.FIRST_WIDTH * (1L + Lane.WAITING_PER_PLACE));
        } finally {
            never.countDown();
        }
    }

    @Test
    void redirectIsAFailureAndIsNotFollowed() {
        Endpoint.WithSecret endpoint = yard.endpoint("/redirects");
        yard.receiver.answers("/redirects", exchange -> {
            exchange.getResponseHeaders().add("Location", yard.receiver.url("/elsewhere"));
            exchange.sendResponseHeaders(302, -1);
        });
        yard.happen(1);
        eventually().until(() -> !attempts(endpoint).isEmpty());
        assertThat(attempts(endpoint).getFirst().error()).contains("redirect");
        assertThat(yard.receiver.got("/elsewhere")).isEmpty();
    }

    @Test
    void hugeAnswerIsReadToItsBoundAndCounts() {
        Endpoint.WithSecret endpoint = yard.endpoint("/huge");
        yard.receiver.answers("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(much);
            }
        });
        yard.happen(1);
        eventually().until(() -> !attempts(endpoint).isEmpty());
        Attempt attempt = attempts(endpoint).getFirst();
        assertThat(attempt.status()).contains(200);
        assertThat(attempt.response().orElseThrow()).hasSize(Post.RESPONSE_BYTES);
    }

    @Test
    void rateOfAnEndpointHoldsWhateverWaits() {
        Endpoint.WithSecret endpoint = yard.endpoint(new Endpoint.Draft(
                yard.receiver.url("/slow"), "", Optional.empty(), Map.of(), OptionalInt.of(2), true));
        yard.clock.advance(Duration.ofSeconds(1));
        yard.happen(10);
        for (int second = 1; second <= 5; second++) {
            int expected = 2 * second;
            eventually().until(() -> yard.receiver.got("/slow").size() == expected);
            settleOut(endpoint);
            yard.clock.advance(Duration.ofSeconds(1));
        }
        eventually().until(() -> yard.sql.number("select count(*) from delivery") == 0);
    }

    private void settleOut(Endpoint.WithSecret endpoint) {
        eventually()
                .until(() -> yard.sql.number(
                                "select count(*) from delivery where endpoint_id = ? and lease_owner is not null",
                                endpoint.endpoint().id())
                        == 0);
    }

    /** What a node held when it died is sent by another, under the same id. */
    @Test
    void deliveriesOfADeadNodeAreSentByAnother() {
        Endpoint.WithSecret endpoint = yard.endpoint("/takeover");
        List<String> events = yard.happen(3);
        eventually().until(() -> yard.receiver.got("/takeover").size() == 3 && yard.pending() == 0);
        yard.sql.run(
                "insert into delivery (customer_id, environment, endpoint_id, event_id, due_at, lease_owner, lease_token)"
                        + " select customer_id, environment, ?, id, '2020-01-01Z', 'node_dead', 7 from event",
                endpoint.endpoint().id());
        eventually().until(() -> yard.receiver.got("/takeover").size() == 6);
        assertThat(yard.receiver.got("/takeover").stream().map(Receiver.Got::id).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(EventIds::message).toList());
    }

    /** Results of a failing endpoint are written while its messages are asked for again: neither waits for the other for ever. */
    @Test
    void messagesAreAskedForAgainWhileTheirResultsAreWritten() {
        Endpoint.WithSecret endpoint = yard.endpoint("/busy");
        String id = endpoint.endpoint().id();
        yard.receiver.answers("/busy", Receiver.status(500));
        Deliveries deliveries = yard.node().webhooks().deliveries();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> askers = new ArrayList<>();
            for (int asker = 0; asker < 6; asker++) {
                askers.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        String event = passed(deliveries.test(yard.tenant, id, Keep.nothing()))
                                .event();
                        passed(deliveries.resend(yard.tenant, id, event, Keep.nothing()));
                    }
                }));
            }
            assertThat(askers).allSatisfy(asker -> assertThat(asker).succeedsWithin(Duration.ofSeconds(60)));
        }
    }

    @Test
    void whatWasGivenUpIsReplayed() {
        Endpoint.WithSecret endpoint = yard.endpoint("/back");
        List<String> events = yard.happen(4);
        eventually().until(() -> yard.receiver.got("/back").size() == 4 && yard.pending() == 0);
        yard.sql.run(
                "insert into delivery (customer_id, environment, endpoint_id, event_id)"
                        + " select customer_id, environment, ?, id from event order by id limit 2",
                endpoint.endpoint().id());
        Deliveries.Replayed replayed = passed(yard.node()
                .webhooks()
                .deliveries()
                .replay(
                        yard.tenant,
                        endpoint.endpoint().id(),
                        new Deliveries.Range(Optional.empty(), Optional.empty(), true, Optional.empty()),
                        Keep.nothing()));
        assertThat(replayed).isEqualTo(new Deliveries.Replayed(2, Optional.empty()));
        eventually().until(() -> yard.receiver.got("/back").size() == 6);
        Deliveries.Replayed all = passed(yard.node()
                .webhooks()
                .deliveries()
                .replay(
                        yard.tenant,
                        endpoint.endpoint().id(),
                        new Deliveries.Range(
                                Optional.of(yard.clock.instant().minusSeconds(1)),
                                Optional.empty(),
                                false,
                                Optional.empty()),
                        Keep.nothing()));
        assertThat(all.count()).isEqualTo(4);
        eventually().until(() -> yard.receiver.got("/back").size() == 10);
        assertThat(events).hasSize(4);
    }

    /** What an erasure waits for: the farewell on its way counts, arrived and given up do not, nor does anything else. */
    @Test
    void leaveIsOutstandingUntilItHasArrivedOrIsGivenUp() {
        Endpoint.WithSecret endpoint = yard.endpoint("/later");
        yard.receiver.answers("/later", Receiver.status(500));
        List<String> events = yard.happen(2);
        eventually().until(() -> attempts(endpoint).size() == 2);
        assertThat(isLeaveOutstanding()).isFalse();
        yard.sql.run("update event set type = 'device.disconnected'");
        assertThat(isLeaveOutstanding()).isTrue();
        yard.sql.run("update delivery set due_at = null, lease_owner = null where event_id = ?", events.getFirst());
        assertThat(isLeaveOutstanding()).isTrue();
        yard.receiver.answers("/later", Receiver.status(200));
        yard.clock.advance(Duration.ofMinutes(1));
        eventually().until(() -> !isLeaveOutstanding());
    }

    private boolean isLeaveOutstanding() {
        return yard.node().webhooks().deliveries().isLeaveOutstanding(yard.tenant, List.of(new DeviceId("device_1")));
    }

    @Test
    void onlyWhatIsSubscribedToAndWhatCameAfterIsSent() {
        yard.happen(3);
        yard.clock.advance(Duration.ofSeconds(1));
        yard.endpoint(new Endpoint.Draft(
                yard.receiver.url("/some"),
                "",
                Optional.of(List.of("push.failed")),
                Map.of("X-Team", "night"),
                OptionalInt.empty(),
                true));
        Endpoint.WithSecret all = yard.endpoint("/all");
        yard.happen(2);
        passed(yard.node()
                .webhooks()
                .deliveries()
                .test(yard.tenant, all.endpoint().id(), Keep.nothing()));
        eventually().until(() -> yard.receiver.got("/all").size() == 3 && yard.pending() == 0);
        assertThat(yard.receiver.got("/some")).isEmpty();
        AtomicInteger tests = new AtomicInteger();
        yard.receiver.got("/all").forEach(got -> {
            if (got.body().contains("webhook.test")) {
                tests.incrementAndGet();
            }
        });
        assertThat(tests).hasValue(1);
    }
}
