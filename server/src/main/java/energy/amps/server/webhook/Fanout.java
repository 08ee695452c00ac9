package energy.amps.server.webhook;

import energy.amps.server.event.FeedEvent;
import energy.amps.server.event.Numberer;
import energy.amps.server.store.Database;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a delivery for each endpoint that wants an event, in the transaction that gives the event its place in the feed. As
 * far as this node has room, the delivery is made leased to it, and goes out as soon as it is committed. Thread-safe.
 */
final class Fanout implements Numberer.Subscriber {
    private final Database database;
    private final DeliveryRows rows;
    private final Dispatcher dispatcher;
    private final InstantSource clock;

    /** Tenants with endpoints, as last seen; a new one is added at once by the node that makes it. */
    private volatile Set<Tenant> listening = ConcurrentHashMap.newKeySet();

    Fanout(Database database, DeliveryRows rows, Dispatcher dispatcher, InstantSource clock) {
        this.database = database;
        this.rows = rows;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /** A tenant has an endpoint from now on. */
    void listens(Tenant tenant) {
        listening.add(tenant);
    }

    @Override
    public boolean wants(Tenant tenant) {
        return listening.contains(tenant);
    }

    @Override
    public List<Tenant> behind() {
        record Seen(Tenant tenant, boolean behind) {}
        List<Seen> seen = database.asEngineAtOnce(
                tx -> tx.list(row -> new Seen(DeliveryRows.tenant(row), row.flag("behind")), """
                with recursive listening as (
                    (select customer_id, environment from webhook_endpoint order by customer_id, environment limit 1)
                    union all
                    select n.customer_id, n.environment
                    from listening l cross join lateral (
                        select w.customer_id, w.environment from webhook_endpoint w
                        where (w.customer_id, w.environment) > (l.customer_id, l.environment)
                        order by w.customer_id, w.environment limit 1) n)
                select l.*, exists (select 1 from event e where e.customer_id = l.customer_id
                    and e.environment = l.environment and e.position is null) as behind
                from listening l
                """));
        Set<Tenant> tenants = ConcurrentHashMap.newKeySet();
        seen.forEach(one -> tenants.add(one.tenant()));
        listening = tenants;
        return seen.stream().filter(Seen::behind).map(Seen::tenant).toList();
    }

    @Override
    public void doubtful() {
        dispatcher.doubt();
    }

    @Override
    public Runnable numbered(Tx tx, Tenant tenant, List<FeedEvent> events) {
        Instant now = clock.instant();
        List<Target> targets = rows.targets(tx, tenant, now);
        if (targets.isEmpty()) {
            return () -> {};
        }
        Map<Target.Key, Integer> room = new HashMap<>();
        targets.forEach(target -> room.put(target.key(), dispatcher.room(target)));
        List<DeliveryRows.Made> made = new ArrayList<>();
        List<Message> mine = new ArrayList<>();
        boolean free = false;
        for (FeedEvent event : events) {
            for (Target target : targets) {
                if (target.wants(event)) {
                    boolean leased = room.merge(target.key(), -1, Integer::sum) >= 0;
                    made.add(new DeliveryRows.Made(target, event.id(), leased));
                    if (leased) {
                        mine.add(new Message(
                                target, event.id(), event.type(), event.data().orElseThrow(), 0, 1));
                    } else {
                        free = true;
                    }
                }
            }
        }
        if (!made.isEmpty()) {
            rows.insert(tx, dispatcher.node(), made, now);
        }
        boolean wake = free;
        return () -> {
            dispatcher.add(mine);
            if (wake) {
                dispatcher.wake();
            }
        };
    }
}
