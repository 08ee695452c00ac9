package energy.amps.server.webhook;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.event.EventIds;
import energy.amps.server.event.EventType;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Page;
import energy.amps.server.store.Row;
import energy.amps.server.store.Slice;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.tenant.TenantClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a customer sees of deliveries, and asks to be delivered: attempts, tests, what is to be sent again. Thread-safe. */
public final class Deliveries {
    /** Most messages that one replay enqueues; it says how to go on. */
    public static final int REPLAY_MOST = 5_000;

    private static final Listing.Source ATTEMPTS = new Listing.Source(
            "a.id, a.event_id, a.type, a.attempt, a.at, a.latency_ms, a.status, a.error, a.response, a.next_at",
            "webhook_attempt a",
            "");

    private final Database database;
    private final Endpoints endpoints;
    private final InstantSource clock;
    private final TenantClock tenantClock;
    private final Ids ids;
    private final Runnable wake;

    /** @param wake told when something is due at once */
    Deliveries(
            Database database,
            Endpoints endpoints,
            InstantSource clock,
            TenantClock tenantClock,
            Ids ids,
            Runnable wake) {
        this.database = database;
        this.endpoints = endpoints;
        this.clock = clock;
        this.tenantClock = tenantClock;
        this.ids = ids;
        this.wake = wake;
    }

    /**
     * A message that was enqueued.
     *
     * @param event {@code evt_...}
     */
    public record Enqueued(String event) {}

    /**
     * What is to be sent again.
     *
     * @param from events made at or after it, real time
     * @param to events made before it
     * @param failed only what was given up
     * @param after behind that event, to go on from a replay before
     */
    public record Range(Optional<Instant> from, Optional<Instant> to, boolean failed, Optional<String> after) {}

    /**
     * What a replay enqueued.
     *
     * @param count messages
     * @param next the event behind which to go on, when there may be more
     */
    public record Replayed(int count, Optional<String> next) {}

    /** The attempts of an endpoint, the newest first. */
    public Checked<Slice<Attempt>> attempts(Tenant tenant, String endpoint, Attempt.Filter filter, Page page) {
        return endpoints.read(tenant, endpoint).then(found -> {
            StringBuilder where = new StringBuilder("a.customer_id = ? and a.environment = ? and a.endpoint_id = ?");
            List<@Nullable Object> args = new ArrayList<>(
                    List.of(tenant.customer().value(), tenant.environment().wire(), endpoint));
            filter.event().ifPresent(event -> {
                where.append(" and a.event_id = ?");
                args.add(event);
            });
            filter.succeeded()
                    .ifPresent(well -> where.append(well ? " and a.error is null" : " and a.error is not null"));
            Listing listing = new Listing(ATTEMPTS, where.toString(), args, "a.id", true);
            return new Checked.Passed<>(listing.page(database, tenant, page, Deliveries::attempt, Attempt::id));
        });
    }

    /**
     * The attempts, to any endpoint, to deliver the events of one action of a device, the oldest first.
     *
     * @param since when the action was made
     * @param most of them
     */
    public List<Attempt> attemptsOf(DeviceKey device, ActionId action, Instant since, int most) {
        return database.list(
                device.tenant(),
                Deliveries::attempt,
                """
                select a.id, a.event_id, a.type, a.attempt, a.at, a.latency_ms, a.status, a.error, null::text as response, a.next_at
                from event e join webhook_attempt a on a.customer_id = e.customer_id and a.event_id = e.id
                where e.customer_id = ? and e.environment = ? and e.device_id = ? and e.occurred_at >= ?
                and e.data ->> 'actionId' = ? order by a.at, a.id limit ?
                """,
                device.tenant().customer().value(),
                device.tenant().environment().wire(),
                device.device().value(),
                since,
                action.value(),
                most);
    }

    private static Attempt attempt(Row row) {
        return new Attempt(
                row.text("id"),
                row.text("event_id"),
                row.text("type"),
                row.count("attempt"),
                row.instant("at"),
                row.count("latency_ms"),
                row.maybeText("status").map(Integer::parseInt),
                row.maybeText("error"),
                row.maybeText("response"),
                row.maybeInstant("next_at"));
    }

    /** Makes an event of type {@code webhook.test}, which goes to this endpoint alone, whatever it subscribes to. */
    public Checked<Enqueued> test(Tenant tenant, String endpoint, Keep<Enqueued> keep) {
        return woken(
                endpoints.locked(tenant, endpoint, (tx, found) -> enabled(found).then(yes -> {
                    String event = ids.next(EventIds.EVENT);
                    long sequence = tx.one(
                                    row -> row.number("sequence"),
                                    """
                            update webhook_endpoint set sequence = sequence + 1
                            where customer_id = ? and environment = ? and id = ? returning sequence
                            """,
                                    tenant.customer().value(),
                                    tenant.environment().wire(),
                                    endpoint)
                            .orElseThrow();
                    EndpointEvents.insert(
                            tx,
                            tenant,
                            new EndpointEvents.New(
                                    event, EventType.WEBHOOK_TEST, endpoint, sequence, tenantClock.now(tenant)),
                            Map.of());
                    enqueue(tx, tenant, endpoint, "e.id = ?", List.of(event), 1);
                    return kept(tx, new Enqueued(event), keep);
                })));
    }

    /** Sends one event again, from the beginning of the ladder; 404 when there is no such event, or no more. */
    public Checked<Enqueued> resend(Tenant tenant, String endpoint, String event, Keep<Enqueued> keep) {
        return woken(
                endpoints.locked(tenant, endpoint, (tx, found) -> enabled(found).then(yes -> {
                    List<String> known = tx.list(
                            row -> row.text("id"),
                            "select id from event where customer_id = ? and environment = ? and id = ? and data is not null"
                                    + " and (type <> 'webhook.test' or device_id = ?)",
                            tenant.customer().value(),
                            tenant.environment().wire(),
                            event,
                            endpoint);
                    if (known.isEmpty()) {
                        return new Checked.Refused<>(
                                Refusal.of(ErrorCode.NOT_FOUND, "Event not found, or kept no longer."));
                    }
                    enqueue(tx, tenant, endpoint, "e.id = ?", List.of(event), 1);
                    return kept(tx, new Enqueued(event), keep);
                })));
    }

    /** Sends many again: all events of a time that the endpoint subscribes to, or those that were given up. */
    public Checked<Replayed> replay(Tenant tenant, String endpoint, Range range, Keep<Replayed> keep) {
        return woken(
                endpoints.locked(tenant, endpoint, (tx, found) -> enabled(found).then(yes -> {
                    StringBuilder where =
                            new StringBuilder("e.position is not null and (e.type <> 'webhook.test' or e.device_id = ?)"
                                    + " and (e.type <> 'webhook.endpoint_disabled' or e.device_id <> ?)");
                    List<@Nullable Object> args = new ArrayList<>(List.of(endpoint, endpoint));
                    if (range.failed()) {
                        where.append(" and exists (select 1 from delivery d where d.customer_id = e.customer_id"
                                + " and d.endpoint_id = ? and d.event_id = e.id and d.due_at is null)");
                        args.add(endpoint);
                    } else if (found.events().isPresent()) {
                        where.append(" and e.type = any (?)");
                        args.add(found.events().get().toArray(String[]::new));
                    }
                    range.from().ifPresent(from -> {
                        where.append(" and e.id >= ?");
                        args.add(Ids.floor(EventIds.EVENT, from));
                    });
                    range.to().ifPresent(to -> {
                        where.append(" and e.id < ?");
                        args.add(Ids.floor(EventIds.EVENT, to));
                    });
                    range.after().ifPresent(after -> {
                        where.append(" and e.id > ?");
                        args.add(after);
                    });
                    List<String> events = enqueue(tx, tenant, endpoint, where.toString(), args, REPLAY_MOST);
                    Replayed replayed = new Replayed(
                            events.size(),
                            events.size() < REPLAY_MOST
                                    ? Optional.empty()
                                    : events.stream().max(String::compareTo));
                    return kept(tx, replayed, keep);
                })));
    }

    /**
     * Whether somebody still has to be told that one of these devices is gone: neither did it arrive, nor was it given up.
     * Whoever takes the bodies out of its events waits until nobody has.
     */
    public boolean isLeaveOutstanding(Tenant tenant, Collection<DeviceId> devices) {
        return !database.list(
                        tenant,
                        row -> true,
                        """
                        select 1 from event e
                        where e.customer_id = ? and e.environment = ? and e.device_id = any (?) and e.type = ?
                          and exists (
                            select 1 from webhook_endpoint w
                            left join delivery d
                                on d.customer_id = w.customer_id and d.endpoint_id = w.id and d.event_id = e.id
                            where w.customer_id = e.customer_id and w.environment = e.environment and w.enabled
                              and (e.position is null or d.due_at is not null))
                        limit 1
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        devices.stream().map(DeviceId::value).toArray(String[]::new),
                        EventType.DEVICE_DISCONNECTED.wire())
                .isEmpty();
    }

    /** Enqueues events; one that is just being attempted stays as it is. Gives all that were found. */
    private List<String> enqueue(
            Tx tx, Tenant tenant, String endpoint, String where, List<? extends @Nullable Object> args, int most) {
        String customer = tenant.customer().value();
        Instant now = clock.instant();
        List<@Nullable Object> all =
                new ArrayList<>(List.of(customer, tenant.environment().wire()));
        all.addAll(args);
        all.add(most);
        all.add(endpoint);
        all.add(now);
        List<String> found = tx.list(row -> row.text("id"), """
                with found as (
                    select e.customer_id, e.environment, e.id from event e
                    where e.customer_id = ? and e.environment = ? and e.data is not null and %s
                    order by e.id limit ?),
                enqueued as (
                    insert into delivery (customer_id, environment, endpoint_id, event_id, due_at)
                    select customer_id, environment, ?, id, ? from found on conflict do nothing)
                select id from found
                """.formatted(where), all.toArray());
        if (!found.isEmpty()) {
            // Those that were there already. Nobody is waited for here: whoever has one may wait for others that are
            // ours.
            tx.update("""
                    update delivery set due_at = ?, attempts = 0 where ctid = any (array(
                        select ctid from delivery
                        where customer_id = ? and endpoint_id = ? and event_id = any (?) and lease_owner is null
                        for update skip locked))
                    """, now, customer, endpoint, found.toArray(String[]::new));
        }
        return found;
    }

    private static <T> Checked<T> kept(Tx tx, T done, Keep<T> keep) {
        keep.keep(tx, done);
        return new Checked.Passed<>(done);
    }

    private static Checked<Endpoint> enabled(Endpoint endpoint) {
        return endpoint.standing().enabled()
                ? new Checked.Passed<>(endpoint)
                : new Checked.Refused<>(new Refusal(
                        ErrorCode.CONFLICT,
                        "The endpoint is disabled; enable it first.",
                        Map.of("reason", "endpoint_disabled")));
    }

    private <T> Checked<T> woken(Checked<T> checked) {
        if (checked instanceof Checked.Passed<T>) {
            wake.run();
        }
        return checked;
    }
}
