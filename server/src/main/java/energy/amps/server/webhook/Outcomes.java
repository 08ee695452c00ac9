package energy.amps.server.webhook;

import energy.amps.server.event.EventIds;
import energy.amps.server.event.EventType;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what came of attempts is committed, many at a time: while one transaction is under way the next results gather. A
 * database that cannot be reached makes it wait and try again, and by that everything before it. Thread-safe.
 */
final class Outcomes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

    /** Most results of one transaction. */
    static final int BATCH = 256;

    /** Most results that wait before whoever brings more must wait too. */
    static final int QUEUE = 4_096;

    /** How long an endpoint may do nothing but fail before it is disabled. */
    static final Duration FAILING_LIMIT = Duration.ofDays(5);

    /** Days of attempts that are kept apart, so that the oldest can be emptied whole. */
    static final int SLOTS = 9;

    private static final long RETRY_MILLIS = 200;
    private static final long SECONDS_OF_A_DAY = 86_400;

    /**
     * What came of an attempt.
     *
     * @param message what was sent
     * @param result how it went
     * @param judgement what becomes of it
     * @param at when it began
     * @param recovers whether the endpoint is known to have failed before
     */
    record Outcome(Message message, Result result, Judgement judgement, Instant at, boolean recovers) {}

    private final Database database;
    private final InstantSource clock;
    private final TenantClock tenantClock;
    private final Ids ids;
    private final Consumer<Message> settled;
    private final BlockingQueue<Outcome> queue = new ArrayBlockingQueue<>(QUEUE);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Consumer<Tenant> eventMade = tenant -> {};

    /** @param settled told of each message whose result is committed */
    Outcomes(Database database, InstantSource clock, TenantClock tenantClock, Ids ids, Consumer<Message> settled) {
        this.database = database;
        this.clock = clock;
        this.tenantClock = tenantClock;
        this.ids = ids;
        this.settled = settled;
        this.thread = Thread.ofVirtual().name("webhook-outcomes").unstarted(this::serve);
    }

    /** @param eventMade told of tenants for whom an event was made */
    void start(Consumer<Tenant> eventMade) {
        this.eventMade = eventMade;
        thread.start();
    }

    void bring(Outcome outcome) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(outcome);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        List<Outcome> batch = new ArrayList<>();
        while (closing.getCount() > 0 || !queue.isEmpty() || !batch.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    Outcome first = queue.poll(50, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        continue;
                    }
                    batch.add(first);
                }
                queue.drainTo(batch, BATCH - batch.size());
                Set<Tenant> events = database.asEngine(tx -> write(tx, batch));
                batch.forEach(outcome -> settled.accept(outcome.message()));
                batch.clear();
                events.forEach(eventMade);
            } catch (StoreException e) {
                if (closing.getCount() == 0) {
                    log.warn("results of attempts are lost: their messages are sent again", e);
                    return;
                }
                log.warn("results of attempts cannot be written; it is tried again", e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void pause() {
        try {
            closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Tenant> write(Tx tx, List<Outcome> outcomes) {
        Instant now = clock.instant();
        // Endpoints before deliveries, as whoever asks for a message again has it.
        Set<Tenant> events = standing(tx, outcomes, now);
        deliveries(tx, outcomes);
        attempts(tx, outcomes);
        return events;
    }

    /** What the results say of the endpoints themselves; tenants for whom that made an event. */
    private Set<Tenant> standing(Tx tx, List<Outcome> outcomes, Instant now) {
        List<Target> touched = targets(outcomes, o -> !o.result().arrived() || o.recovers());
        if (touched.isEmpty()) {
            return Set.of();
        }
        DeliveryRows.lock(tx, touched);
        List<Target> wellAgain = targets(outcomes, o -> o.result().arrived() && o.recovers());
        if (!wellAgain.isEmpty()) {
            tx.update("""
                    update webhook_endpoint w set failing_since = null from unnest(?, ?) as t(customer_id, id)
                    where w.customer_id = t.customer_id and w.id = t.id and w.failing_since is not null
                    """, customers(wellAgain), endpointIds(wellAgain));
        }
        List<Target> failed = targets(outcomes, o -> !o.result().arrived());
        if (failed.isEmpty()) {
            return Set.of();
        }
        tx.update("""
                update webhook_endpoint w set failing_since = ? from unnest(?, ?) as t(customer_id, id)
                where w.customer_id = t.customer_id and w.id = t.id and w.failing_since is null
                """, now, customers(failed), endpointIds(failed));
        Set<Tenant> events = new LinkedHashSet<>(disable(tx, failed, "failing", now.minus(FAILING_LIMIT), now));
        List<Target> gone = targets(outcomes, o -> o.result().gone());
        if (!gone.isEmpty()) {
            events.addAll(disable(tx, gone, "gone", now, now));
        }
        return events;
    }

    private static void deliveries(Tx tx, List<Outcome> outcomes) {
        List<Outcome> arrived = outcomes.stream()
                .filter(o -> o.judgement() instanceof Judgement.Arrived)
                .toList();
        if (!arrived.isEmpty()) {
            tx.update(
                    """
                    delete from delivery d using unnest(?, ?, ?, ?) as t(customer_id, endpoint_id, event_id, token)
                    where d.customer_id = t.customer_id and d.endpoint_id = t.endpoint_id and d.event_id = t.event_id
                      and d.lease_token = t.token
                    """,
                    keys(arrived, k -> k.endpoint().customer()),
                    keys(arrived, k -> k.endpoint().endpoint()),
                    keys(arrived, Message.Key::event),
                    tokens(arrived));
        }
        List<Outcome> others = outcomes.stream()
                .filter(o -> !(o.judgement() instanceof Judgement.Arrived))
                .toList();
        if (!others.isEmpty()) {
            tx.update(
                    """
                    update delivery d set due_at = t.due::timestamptz, attempts = t.made, lease_owner = null
                    from unnest(?, ?, ?, ?, ?, ?) as t(customer_id, endpoint_id, event_id, token, due, made)
                    where d.customer_id = t.customer_id and d.endpoint_id = t.endpoint_id and d.event_id = t.event_id
                      and d.lease_token = t.token
                    """,
                    keys(others, k -> k.endpoint().customer()),
                    keys(others, k -> k.endpoint().endpoint()),
                    keys(others, Message.Key::event),
                    tokens(others),
                    DeliveryRows.<Outcome>texts(others, Outcomes::nextAt),
                    others.stream().map(o -> o.message().made() + 1L).toArray(Long[]::new));
        }
    }

    private static @Nullable String nextAt(Outcome outcome) {
        return outcome.judgement() instanceof Judgement.Again(Instant at) ? at.toString() : null;
    }

    private void attempts(Tx tx, List<Outcome> outcomes) {
        tx.update(
                """
                insert into webhook_attempt (slot, customer_id, environment, endpoint_id, id, event_id, type, attempt, at,
                    latency_ms, status, error, response, next_at)
                select slot, customer_id, environment, endpoint_id, id, event_id, type, attempt, at::timestamptz, latency_ms,
                    status::integer, error, response, next_at::timestamptz
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as t(slot, customer_id, environment, endpoint_id, id,
                    event_id, type, attempt, at, latency_ms, status, error, response, next_at)
                """,
                numbers(outcomes, o -> slot(o.at())),
                keys(outcomes, k -> k.endpoint().customer()),
                DeliveryRows.<Outcome>texts(
                        outcomes,
                        o -> o.message().target().tenant().environment().wire()),
                keys(outcomes, k -> k.endpoint().endpoint()),
                DeliveryRows.<Outcome>texts(outcomes, o -> ids.next(Attempt.PREFIX)),
                keys(outcomes, Message.Key::event),
                DeliveryRows.<Outcome>texts(outcomes, o -> o.message().type()),
                numbers(outcomes, o -> o.message().made() + 1L),
                DeliveryRows.<Outcome>texts(outcomes, o -> o.at().toString()),
                numbers(outcomes, o -> o.result().latency().toMillis()),
                DeliveryRows.<Outcome>texts(
                        outcomes, o -> o.result().status().map(String::valueOf).orElse(null)),
                DeliveryRows.<Outcome>texts(outcomes, o -> o.result().error().orElse(null)),
                DeliveryRows.<Outcome>texts(outcomes, o -> o.result().response().orElse(null)),
                DeliveryRows.<Outcome>texts(outcomes, Outcomes::nextAt));
    }

    /** The part of {@code webhook_attempt} that a day's attempts go to. */
    static long slot(Instant at) {
        return Math.floorMod(Math.floorDiv(at.getEpochSecond(), SECONDS_OF_A_DAY), SLOTS);
    }

    /** Disables those that have failed since before {@code before}, and says so in an event. */
    private Set<Tenant> disable(Tx tx, List<Target> targets, String reason, Instant before, Instant now) {
        record Disabled(Tenant tenant, String id, String url, long sequence) {}
        List<Disabled> disabled = tx.list(
                row -> new Disabled(DeliveryRows.tenant(row), row.text("id"), row.text("url"), row.number("sequence")),
                """
                update webhook_endpoint w set enabled = false, disabled_reason = ?, sequence = w.sequence + 1, updated_at = ?
                from unnest(?, ?) as t(customer_id, id)
                where w.customer_id = t.customer_id and w.id = t.id and w.enabled and w.failing_since <= ?
                returning w.customer_id, w.environment, w.id, w.url, w.sequence
                """,
                reason,
                now,
                customers(targets),
                endpointIds(targets),
                before);
        Set<Tenant> tenants = new LinkedHashSet<>();
        for (Disabled one : disabled) {
            log.info("webhook endpoint {} is disabled: {}", one.id(), reason);
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("url", one.url());
            more.put("reason", reason);
            EndpointEvents.insert(
                    tx,
                    one.tenant(),
                    new EndpointEvents.New(
                            ids.next(EventIds.EVENT),
                            EventType.WEBHOOK_ENDPOINT_DISABLED,
                            one.id(),
                            one.sequence(),
                            tenantClock.now(one.tenant())),
                    more);
            tenants.add(one.tenant());
        }
        return tenants;
    }

    private static List<Target> targets(List<Outcome> outcomes, java.util.function.Predicate<Outcome> which) {
        Map<Target.Key, Target> targets = new java.util.TreeMap<>(
                java.util.Comparator.comparing(Target.Key::customer).thenComparing(Target.Key::endpoint));
        outcomes.stream()
                .filter(which)
                .forEach(
                        o -> targets.put(o.message().target().key(), o.message().target()));
        return List.copyOf(targets.values());
    }

    private static @Nullable String[] customers(List<Target> targets) {
        return DeliveryRows.<Target>texts(targets, t -> t.tenant().customer().value());
    }

    private static @Nullable String[] endpointIds(List<Target> targets) {
        return DeliveryRows.<Target>texts(targets, Target::id);
    }

    private static @Nullable String[] keys(List<Outcome> outcomes, Function<Message.Key, String> part) {
        return DeliveryRows.<Outcome>texts(outcomes, o -> part.apply(o.message().key()));
    }

    private static Long[] tokens(List<Outcome> outcomes) {
        return numbers(outcomes, o -> o.message().token());
    }

    private static Long[] numbers(List<Outcome> outcomes, java.util.function.ToLongFunction<Outcome> number) {
        return outcomes.stream().map(number::applyAsLong).toArray(Long[]::new);
    }

    /** Commits what was brought, and stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
