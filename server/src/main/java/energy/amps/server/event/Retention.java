package energy.amps.server.event;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Database;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes events out of the feed whose time is over, from its oldest end and in small transactions. Any node may do it: the
 * lock on the feed's row keeps two from doing the same. Ids are time-ordered, so no index tells of age.
 */
public final class Retention {
    /** How long events are kept. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** Most events of one transaction. */
    static final int BATCH = 1_000;

    private final Database database;
    private final InstantSource clock;

    /** @param clock the platform's time */
    public Retention(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Takes out all that is over. */
    public void run() {
        String oldest = Ids.floor(EventIds.EVENT, clock.instant().minus(KEPT));
        for (Tenant tenant : tenants(oldest)) {
            boolean more = true;
            while (more) {
                more = database.asEngine(tx -> fromFeed(tx, tenant, oldest) + unread(tx, tenant, oldest) >= BATCH);
            }
        }
    }

    private List<Tenant> tenants(String oldest) {
        return database.asEngineAtOnce(tx -> tx.list(Retention::tenant, """
                select c.id as customer_id, v.environment
                from customer c cross join (values ('sandbox'), ('live')) as v(environment)
                where exists (select 1 from event e where e.customer_id = c.id and e.environment = v.environment
                        and e.position is null and e.id < ?)
                   or exists (select 1 from feed f join event e on e.customer_id = f.customer_id
                            and e.environment = f.environment and e.position is not null and e.position = f.gone_to + 1
                        where f.customer_id = c.id and f.environment = v.environment and e.id < ?)
                """, oldest, oldest));
    }

    private static Tenant tenant(Row row) {
        return new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
    }

    /** The first ones of the feed, up to the first that is still kept: what is gone is always a beginning. */
    private static int fromFeed(Tx tx, Tenant tenant, String oldest) {
        String customer = tenant.customer().value();
        String environment = tenant.environment().wire();
        List<Long> gone = tx.list(
                row -> row.number("gone_to"),
                "select gone_to from feed where customer_id = ? and environment = ? for update skip locked",
                customer,
                environment);
        if (gone.isEmpty()) {
            return 0;
        }
        record Old(String id, long position) {}
        List<Old> old = tx
                .list(
                        row -> new Old(row.text("id"), row.number("position")),
                        """
                        select id, position from event
                        where customer_id = ? and environment = ? and position is not null and position > ?
                        order by position limit ?
                        """,
                        customer,
                        environment,
                        gone.getFirst(),
                        BATCH)
                .stream()
                .takeWhile(event -> event.id().compareTo(oldest) < 0)
                .toList();
        if (old.isEmpty()) {
            return 0;
        }
        tx.update(
                """
                delete from event e using unnest(?) as t(id) where e.customer_id = ? and e.id = t.id;
                update feed set gone_to = ? where customer_id = ? and environment = ?
                """,
                old.stream().map(Old::id).toArray(String[]::new),
                customer,
                old.getLast().position(),
                customer,
                environment);
        return old.size();
    }

    /** What nobody ever read has no position, and leaves no gap. */
    private static int unread(Tx tx, Tenant tenant, String oldest) {
        return tx.update("""
                delete from event where ctid = any (array(
                    select ctid from event where customer_id = ? and environment = ? and position is null and id < ?
                    order by id limit ? for update skip locked))
                """, tenant.customer().value(), tenant.environment().wire(), oldest, BATCH);
    }
}
