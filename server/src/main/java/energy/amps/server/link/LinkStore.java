package energy.amps.server.link;

import energy.amps.device.Family;
import energy.amps.server.agenda.JobKey;
import energy.amps.server.agenda.Jobs;
import energy.amps.server.link.LinkRequest.Wanted;
import energy.amps.server.store.Database;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** The rows of links, and how long they stay. */
final class LinkStore {
    /** The kind of the job that takes a link away; the job's ref is the link's id. */
    static final String JOB = "link";

    private final Database database;
    private final InstantSource clock;

    /** @param clock the platform's time */
    LinkStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A link that has not lapsed at {@code now}. */
    Optional<LinkRow> find(Tenant tenant, LinkId id, Instant now) {
        return database
                .list(
                        tenant,
                        LinkRow::read,
                        LinkRow.SOURCE.select()
                                + " where k.customer_id = ? and k.environment = ? and k.id = ?"
                                + " and (k.lapses_at is null or k.lapses_at > ?)",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id.value(),
                        now)
                .stream()
                .findFirst();
    }

    /** How many links of a tenant are not linked yet, counted to one beyond {@code most}. */
    int pending(Tenant tenant, int most) {
        return database.list(
                        tenant,
                        row -> row.count("counted"),
                        """
                        select count(*) as counted from (
                            select 1 from link where customer_id = ? and environment = ? and state <> 'linked' limit ?) p
                        """,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        most + 1)
                .getFirst();
    }

    void insert(Tx tx, Tenant tenant, LinkRow row) {
        Link link = row.view();
        Wanted wanted = row.wanted();
        tx.update(
                """
                insert into link (customer_id, environment, id, user_id, vendor, state, family, choice, most, plant_zone, account,
                    note, material, devices, created_at, updated_at, lapses_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.customer().value(),
                tenant.environment().wire(),
                link.id().value(),
                link.user().value(),
                link.vendor(),
                link.state().wire(),
                wanted.family().map(Family::wire),
                wanted.choice().name().toLowerCase(Locale.ROOT),
                wanted.most(),
                wanted.plantZone().map(ZoneId::getId),
                row.account(),
                row.note(),
                row.sealed(),
                new Tx.Json(LinkRow.json(link.devices())),
                link.createdAt(),
                link.createdAt(),
                link.lapsesAt());
        keepAsLongAs(tx, tenant, link);
    }

    /** The next step of a link that is still in {@code from}; false when it is not. */
    boolean step(Tx tx, Tenant tenant, LinkState from, LinkRow row, Instant now) {
        Link link = row.view();
        boolean stepped = tx.update(
                        """
                        update link set state = ?, account = ?, note = ?, material = ?, devices = ?, lapses_at = ?, updated_at = ?
                        where customer_id = ? and environment = ? and id = ? and state = ?
                        """,
                        link.state().wire(),
                        row.account(),
                        row.note(),
                        row.sealed(),
                        new Tx.Json(LinkRow.json(link.devices())),
                        link.lapsesAt(),
                        now,
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        link.id().value(),
                        from.wire())
                == 1;
        if (stepped) {
            keepAsLongAs(tx, tenant, link);
        }
        return stepped;
    }

    private void keepAsLongAs(Tx tx, Tenant tenant, Link link) {
        Duration stay = link.state() == LinkState.LINKED ? Links.KEPT : Links.PENDING;
        Jobs.put(tx, job(tenant, link.id()), clock.instant().plus(stay));
    }

    /** Counts a wrong code; the link goes with the last that may be. Gives how many more may be tried. */
    int wrongCode(Tenant tenant, LinkId id, int most) {
        return database.inTransaction(tenant, tx -> {
            int left = tx.one(
                            row -> most - row.count("wrong_codes"),
                            """
                            update link set wrong_codes = wrong_codes + 1
                            where customer_id = ? and environment = ? and id = ? and state = 'mfa_required' returning wrong_codes
                            """,
                            tenant.customer().value(),
                            tenant.environment().wire(),
                            id.value())
                    .orElse(0);
            if (left <= 0) {
                delete(tx, tenant, id);
            }
            return Math.max(0, left);
        });
    }

    /** Its time is over. An anonymous user that was made for it, and for nothing else, goes with it. */
    void lapse(JobKey job) {
        database.inTransaction(job.tenant(), tx -> {
            delete(tx, job.tenant(), new LinkId(job.ref()));
            return true;
        });
    }

    private static void delete(Tx tx, Tenant tenant, LinkId id) {
        String customer = tenant.customer().value();
        Optional<String> user = tx.one(
                row -> row.flag("linked") ? "" : row.text("user_id"),
                """
                delete from link where customer_id = ? and environment = ? and id = ? returning user_id, state = 'linked' as linked
                """,
                customer,
                tenant.environment().wire(),
                id.value());
        Jobs.drop(tx, job(tenant, id));
        user.filter(whose -> !whose.isEmpty()).ifPresent(whose -> {
            tx.list(
                    row -> row.text("id"),
                    "select id from end_user where customer_id = ? and id = ? for update",
                    customer,
                    whose);
            tx.update("""
                    delete from end_user u where u.customer_id = ? and u.id = ? and u.external_ref is null and u.leaving_at is null
                        and not exists (select from link k where k.customer_id = u.customer_id and k.user_id = u.id)
                        and not exists (select from account a where a.customer_id = u.customer_id and a.user_id = u.id)
                        and not exists (select from device d where d.customer_id = u.customer_id and d.user_id = u.id)
                    """, customer, whose);
        });
    }

    private static JobKey job(Tenant tenant, LinkId id) {
        return new JobKey(JOB, tenant, id.value());
    }
}
