package energy.amps.server.webhook;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The SQL of the table {@code delivery}, and of endpoints as they are sent to: the engine's side. */
final class DeliveryRows {
    private static final String TARGET =
            "w.customer_id, w.environment, w.id, w.url, w.events, w.events is null as all_events,"
                    + " w.headers, w.rate_limit, w.secret, w.old_secret, w.old_secret_until, w.since, w.failing_since";

    private final EndpointRows endpoints;

    DeliveryRows(EndpointRows endpoints) {
        this.endpoints = endpoints;
    }

    Target target(Row row, Instant now) {
        String id = row.text("id");
        return new Target(
                tenant(row),
                id,
                row.text("url"),
                endpoints.secrets(row, now),
                endpoints.headers(row.text("headers"), id),
                row.flag("all_events") ? Optional.empty() : Optional.of(row.texts("events")),
                row.text("since"),
                row.maybeText("rate_limit")
                        .map(Integer::parseInt)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                row.maybeInstant("failing_since"));
    }

    static Tenant tenant(Row row) {
        return new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
    }

    /** The endpoints that a tenant's events go to. */
    List<Target> targets(Tx tx, Tenant tenant, Instant now) {
        return tx.list(
                row -> target(row, now),
                "select " + TARGET + " from webhook_endpoint w"
                        + " where w.customer_id = ? and w.environment = ? and w.enabled order by w.id",
                tenant.customer().value(),
                tenant.environment().wire());
    }

    /** The endpoints that something is due for: found endpoint by endpoint, however much waits for each. */
    List<Target> due(Tx tx, Instant now) {
        return tx.list(row -> target(row, now), """
                with recursive waiting as (
                    (select customer_id, endpoint_id from delivery where lease_owner is null and due_at is not null
                     order by customer_id, endpoint_id limit 1)
                    union all
                    select n.customer_id, n.endpoint_id
                    from waiting v cross join lateral (
                        select d.customer_id, d.endpoint_id from delivery d
                        where d.lease_owner is null and d.due_at is not null
                          and (d.customer_id, d.endpoint_id) > (v.customer_id, v.endpoint_id)
                        order by d.customer_id, d.endpoint_id limit 1) n)
                select %s from waiting v join webhook_endpoint w on w.customer_id = v.customer_id and w.id = v.endpoint_id
                where w.enabled and exists (select 1 from delivery d where d.customer_id = v.customer_id
                    and d.endpoint_id = v.endpoint_id and d.lease_owner is null and d.due_at <= ?)
                """.formatted(TARGET), now);
    }

    /** Locks endpoints in the order in which all who need several of them do. */
    static void lock(Tx tx, List<Target> targets) {
        tx.list(
                row -> true,
                """
                select 1 from unnest(?, ?) as t(customer_id, id)
                join webhook_endpoint w on w.customer_id = t.customer_id and w.id = t.id
                order by w.customer_id, w.id for no key update of w
                """,
                texts(targets, target -> target.tenant().customer().value()),
                texts(targets, Target::id));
    }

    /** Takes from the rates of endpoints what has come back since, and gives what there is. */
    Map<Target.Key, Integer> rates(Tx tx, List<Target> limited, Instant now) {
        record Left(Target.Key key, int whole) {}
        lock(tx, limited);
        return tx
                .list(
                        row -> new Left(new Target.Key(row.text("customer_id"), row.text("id")), row.count("whole")),
                        """
                        update webhook_endpoint w set
                            rate_left = least(w.rate_limit, w.rate_left
                                + w.rate_limit * greatest(0, extract(epoch from ?::timestamptz - w.rate_at)::double precision)),
                            rate_at = greatest(w.rate_at, ?::timestamptz)
                        from unnest(?, ?) as t(customer_id, id)
                        where w.customer_id = t.customer_id and w.id = t.id and w.rate_limit is not null
                        returning w.customer_id, w.id, floor(w.rate_left)::bigint as whole
                        """,
                        now,
                        now,
                        texts(limited, target -> target.tenant().customer().value()),
                        texts(limited, Target::id))
                .stream()
                .collect(java.util.stream.Collectors.toMap(Left::key, Left::whole));
    }

    void spend(Tx tx, Map<Target.Key, Integer> taken) {
        List<Map.Entry<Target.Key, Integer>> all = List.copyOf(taken.entrySet());
        tx.update(
                """
                update webhook_endpoint w set rate_left = w.rate_left - t.taken from unnest(?, ?, ?) as t(customer_id, id, taken)
                where w.customer_id = t.customer_id and w.id = t.id
                """,
                texts(all, e -> e.getKey().customer()),
                texts(all, e -> e.getKey().endpoint()),
                all.stream().map(e -> (long) e.getValue()).toArray(Long[]::new));
    }

    /** What was claimed: a delivery, and its event unless that is gone. */
    record Claimed(
            Target.Key endpoint, String event, Optional<String> type, Optional<String> body, int made, long token) {}

    /** Leases what is due, the earliest first, as much of each endpoint as there is room for. */
    List<Claimed> claim(Tx tx, String node, Map<Target.Key, Integer> room, Instant now) {
        List<Map.Entry<Target.Key, Integer>> all = List.copyOf(room.entrySet());
        return tx.list(
                row -> new Claimed(
                        new Target.Key(row.text("customer_id"), row.text("endpoint_id")),
                        row.text("event_id"),
                        row.maybeText("type"),
                        row.maybeText("data"),
                        row.count("attempts"),
                        row.number("lease_token")),
                """
                with claimed as (
                    update delivery d set lease_owner = ?, lease_token = d.lease_token + 1
                    where d.ctid = any (array(
                        select x.at from unnest(?, ?, ?) as t(customer_id, endpoint_id, room)
                        cross join lateral (
                            select i.ctid as at from delivery i
                            where i.customer_id = t.customer_id and i.endpoint_id = t.endpoint_id
                              and i.lease_owner is null and i.due_at <= ?
                            order by i.due_at limit t.room for update skip locked) x))
                    returning d.customer_id, d.endpoint_id, d.event_id, d.attempts, d.lease_token)
                select c.*, e.type, e.data from claimed c
                left join event e on e.customer_id = c.customer_id and e.id = c.event_id
                """,
                node,
                texts(all, e -> e.getKey().customer()),
                texts(all, e -> e.getKey().endpoint()),
                all.stream().map(e -> (long) e.getValue()).toArray(Long[]::new),
                now);
    }

    /** A delivery that is made with its event. */
    record Made(Target target, String event, boolean leased) {}

    void insert(Tx tx, String node, List<Made> made, Instant now) {
        tx.update(
                """
                insert into delivery (customer_id, environment, endpoint_id, event_id, due_at, lease_owner, lease_token)
                select t.customer_id, t.environment, t.endpoint_id, t.event_id, ?, t.owner, case when t.owner is null then 0 else 1 end
                from unnest(?, ?, ?, ?, ?) as t(customer_id, environment, endpoint_id, event_id, owner)
                on conflict do nothing
                """,
                now,
                texts(made, m -> m.target().tenant().customer().value()),
                texts(made, m -> m.target().tenant().environment().wire()),
                texts(made, m -> m.target().id()),
                texts(made, Made::event),
                texts(made, m -> m.leased() ? node : null));
    }

    /** Frees deliveries that this node holds and will not send. */
    void release(Tx tx, Collection<Message> messages) {
        List<Message> all = List.copyOf(messages);
        tx.update(
                """
                update delivery d set lease_owner = null from unnest(?, ?, ?, ?) as t(customer_id, endpoint_id, event_id, token)
                where d.customer_id = t.customer_id and d.endpoint_id = t.endpoint_id and d.event_id = t.event_id
                  and d.lease_token = t.token
                """,
                texts(all, m -> m.key().endpoint().customer()),
                texts(all, m -> m.key().endpoint().endpoint()),
                texts(all, Message::event),
                all.stream().map(Message::token).toArray(Long[]::new));
    }

    /** Frees what nodes hold that are no longer there; asked owner by owner, each one step into the index. */
    int sweep(Tx tx) {
        return tx.update("""
                update delivery set lease_owner = null, lease_token = lease_token + 1
                where ctid = any (array(
                    select ctid from delivery
                    where lease_owner = any (array(
                        with recursive holder as (
                            select min(lease_owner) as id from delivery where lease_owner is not null
                            union all
                            select (select min(lease_owner) from delivery where lease_owner > holder.id)
                            from holder where holder.id is not null)
                        select id from holder
                        where id is not null and not exists (select 1 from node where node.id = holder.id)))
                    limit 5000
                    for update skip locked))
                """);
    }

    /** A row that a node holds. */
    record Held(Message.Key key, long token) {}

    List<Held> heldBy(Tx tx, String node) {
        return tx.list(
                row -> new Held(
                        new Message.Key(
                                new Target.Key(row.text("customer_id"), row.text("endpoint_id")), row.text("event_id")),
                        row.number("lease_token")),
                "select customer_id, endpoint_id, event_id, lease_token from delivery where lease_owner = ?",
                node);
    }

    /** Removes deliveries whose event is gone, or has no body any more. */
    void drop(Tx tx, List<Held> held) {
        if (held.isEmpty()) {
            return;
        }
        tx.update(
                """
                delete from delivery d using unnest(?, ?, ?, ?) as t(customer_id, endpoint_id, event_id, token)
                where d.customer_id = t.customer_id and d.endpoint_id = t.endpoint_id and d.event_id = t.event_id
                  and d.lease_token = t.token
                """,
                texts(held, h -> h.key().endpoint().customer()),
                texts(held, h -> h.key().endpoint().endpoint()),
                texts(held, h -> h.key().event()),
                held.stream().map(Held::token).toArray(Long[]::new));
    }

    /** Frees rows that a node holds under these tokens. */
    void giveUp(Tx tx, String node, List<Held> held) {
        tx.update(
                """
                update delivery d set lease_owner = null, lease_token = d.lease_token + 1
                from unnest(?, ?, ?, ?) as t(customer_id, endpoint_id, event_id, token)
                where d.customer_id = t.customer_id and d.endpoint_id = t.endpoint_id and d.event_id = t.event_id
                  and d.lease_token = t.token and d.lease_owner = ?
                """,
                texts(held, h -> h.key().endpoint().customer()),
                texts(held, h -> h.key().endpoint().endpoint()),
                texts(held, h -> h.key().event()),
                held.stream().map(Held::token).toArray(Long[]::new),
                node);
    }

    static <T> @Nullable String[] texts(List<T> rows, java.util.function.Function<T, @Nullable String> part) {
        List<@Nullable String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(part.apply(row)));
        return texts.toArray(new @Nullable String[0]);
    }
}
