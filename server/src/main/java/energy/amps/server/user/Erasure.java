package energy.amps.server.user;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Which;
import energy.amps.server.action.Withdrawals;
import energy.amps.server.agenda.JobKey;
import energy.amps.server.agenda.Jobs;
import energy.amps.server.device.Connections;
import energy.amps.server.device.DeviceCounts;
import energy.amps.server.device.Devices;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import energy.amps.server.tenant.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Erases users, and devices that are unlinked, with everything of theirs. Thread-safe. */
public final class Erasure {
    /** How long open windows may take to be returned; then it goes on regardless. */
    public static final Duration RETURNS = Duration.ofHours(1);

    /** How long it may take until it was said that devices are gone; delivery gives up long before. */
    public static final Duration FAREWELLS = Duration.ofDays(5);

    /** How long to wait before looking again. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** The kinds of the jobs; their refs are the ids. */
    static final String USER = "erase_user";

    static final String DEVICE = "erase_device";

    private final Parts parts;
    private final Users users;
    private final Jobs jobs;

    /**
     * What erasing stands on.
     *
     * @param database the store
     * @param platform the platform's time
     * @param withdrawals takes back what is scheduled or open
     * @param connections has devices take their leave
     * @param pseudonyms what the audit log calls who was erased
     * @param farewell says whether the leave was heard
     */
    public record Parts(
            Database database,
            InstantSource platform,
            Withdrawals withdrawals,
            Connections connections,
            Pseudonyms pseudonyms,
            Farewell farewell) {}

    /** @param jobs does the work; not yet started */
    public Erasure(Parts parts, Users users, Jobs jobs) {
        this.parts = parts;
        this.users = users;
        this.jobs = jobs;
        jobs.handle(USER, this::eraseUser);
        jobs.handle(DEVICE, this::eraseDevice);
    }

    /** Has a user go, named by id or reference, with everything. From here on nobody finds it. */
    public Checked<Leaving> erase(Caller caller, String idOrReference, Keep<Leaving> keep) {
        Tenant tenant = caller.tenant();
        return users.read(caller, idOrReference).then(user -> {
            Checked<Leaving> leaving = parts.database().inTransaction(tenant, tx -> {
                Instant now = parts.platform().instant();
                if (!markUser(tx, tenant, user.id(), now)) {
                    return Users.notFound();
                }
                Jobs.put(tx, new JobKey(USER, tenant, user.id().value()), now);
                Leaving done = new Leaving(user.id().value());
                keep.keep(tx, done);
                return new Checked.Passed<>(done);
            });
            jobs.ring();
            return leaving;
        });
    }

    private static boolean markUser(Tx tx, Tenant tenant, UserId user, Instant now) {
        String customer = tenant.customer().value();
        boolean marked = tx.update("""
                        update end_user set leaving_at = ?, external_ref = null
                        where customer_id = ? and environment = ? and id = ? and leaving_at is null
                        """, now, customer, tenant.environment().wire(), user.value()) == 1;
        if (marked) {
            tx.list(
                    row -> row.text("id"),
                    "select id from device where customer_id = ? and user_id = ? order by id for update",
                    customer,
                    user.value());
            List<Family> going =
                    tx.list(row -> Family.of(row.text("family")).orElseThrow(), """
                    update device set leaving_at = ? where customer_id = ? and user_id = ? and leaving_at is null
                    returning family
                    """, now, customer, user.value());
            DeviceCounts.went(tx, tenant, going);
        }
        return marked;
    }

    /** Has one device go. From here on nobody finds it. */
    public Checked<Leaving> unlink(Caller caller, Family family, DeviceId device, Keep<Leaving> keep) {
        Tenant tenant = caller.tenant();
        Checked<Leaving> leaving = parts.database().inTransaction(tenant, tx -> {
            Instant now = parts.platform().instant();
            Optional<UserId> whose = tx.one(
                    row -> new UserId(row.text("user_id")),
                    """
                    select user_id from device
                    where customer_id = ? and environment = ? and id = ? and family = ? and leaving_at is null for update
                    """,
                    tenant.customer().value(),
                    tenant.environment().wire(),
                    device.value(),
                    family.wire());
            if (whose.filter(user -> Devices.isVisible(caller, user)).isEmpty()) {
                return Devices.notFound();
            }
            tx.update(
                    "update device set leaving_at = ? where customer_id = ? and id = ?",
                    now,
                    tenant.customer().value(),
                    device.value());
            Jobs.put(tx, new JobKey(DEVICE, tenant, device.value()), now);
            DeviceCounts.went(tx, tenant, List.of(family));
            Leaving done = new Leaving(device.value());
            keep.keep(tx, done);
            return new Checked.Passed<>(done);
        });
        jobs.ring();
        return leaving;
    }

    private Jobs.Next eraseUser(JobKey job) {
        List<Gone> devices = leaving(job.tenant(), "user_id", job.ref());
        return come(
                job,
                leavingAt(job.tenant(), "end_user", job.ref()),
                devices,
                new Which.OfUser(new UserId(job.ref())),
                tx -> run(tx, job, Belongings.OF_USER));
    }

    private Jobs.Next eraseDevice(JobKey job) {
        List<Gone> devices = leaving(job.tenant(), "id", job.ref());
        return come(
                job,
                leavingAt(job.tenant(), "device", job.ref()),
                devices,
                new Which.OfDevice(new DeviceId(job.ref())),
                tx -> true);
    }

    /** A device that goes, and the account that held it. */
    private record Gone(DeviceKey key, Optional<String> account) {}

    /** Comes a step further: to rest, to the farewell, to the end. */
    private Jobs.Next come(JobKey job, Optional<Instant> since, List<Gone> devices, Which which, Step last) {
        if (since.isEmpty()) {
            return new Jobs.Next.Done();
        }
        Tenant tenant = job.tenant();
        Instant now = parts.platform().instant();
        parts.withdrawals().withdraw(tenant, which, true);
        List<DeviceId> ids = devices.stream().map(gone -> gone.key().device()).toList();
        if (isBusy(tenant, ids) && now.isBefore(since.get().plus(RETURNS))) {
            return new Jobs.Next.Again(now.plus(PAUSE));
        }
        for (Gone gone : devices) {
            inTransaction(tenant, tx -> {
                parts.connections().takeLeave(tx, gone.key());
                return true;
            });
        }
        if (!parts.farewell().isSaid(tenant, ids) && now.isBefore(since.get().plus(FAREWELLS))) {
            return new Jobs.Next.Again(now.plus(PAUSE));
        }
        for (Gone gone : devices) {
            inBatches(tenant, gone.key().device().value(), Belongings.OF_DEVICE);
            inTransaction(tenant, tx -> end(tx, gone));
        }
        inTransaction(tenant, last);
        return new Jobs.Next.Done();
    }

    @FunctionalInterface
    private interface Step {
        boolean take(Tx tx);
    }

    private void inTransaction(Tenant tenant, Step step) {
        parts.database().inTransaction(tenant, step::take);
    }

    /** Whether something is still to come for actions on the devices; while time stands still nothing is. */
    private boolean isBusy(Tenant tenant, List<DeviceId> devices) {
        return !parts.database()
                .list(
                        tenant,
                        row -> row.text("ref"),
                        """
                        select ref from due u where customer_id = ? and device_id = any (?) and kind = 'action'
                        and (due_at is not null or exists (
                            select from tenant_clock c where c.customer_id = u.customer_id and c.turning is not null))
                        limit 1
                        """,
                        tenant.customer().value(),
                        devices.stream().map(DeviceId::value).toArray(String[]::new))
                .isEmpty();
    }

    private List<Gone> leaving(Tenant tenant, String column, String id) {
        return parts.database()
                .list(
                        tenant,
                        row -> new Gone(new DeviceKey(tenant, new DeviceId(row.text("id"))), row.maybeText("link_id")),
                        "select id, link_id from device where customer_id = ? and environment = ? and " + column
                                + " = ? and leaving_at is not null order by id",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id);
    }

    private Optional<Instant> leavingAt(Tenant tenant, String table, String id) {
        return parts
                .database()
                .list(
                        tenant,
                        row -> row.instant("leaving_at"),
                        "select leaving_at from " + table
                                + " where customer_id = ? and environment = ? and id = ? and leaving_at is not null",
                        tenant.customer().value(),
                        tenant.environment().wire(),
                        id)
                .stream()
                .findFirst();
    }

    /** The audit log keeps its lines, and no id. */
    private void rename(Tx tx, Tenant tenant, String id) {
        tx.update(
                "update audit set subject = ? where customer_id = ? and environment = ? and subject = ?",
                parts.pseudonyms().of(id),
                tenant.customer().value(),
                tenant.environment().wire(),
                id);
    }

    private void inBatches(Tenant tenant, String id, List<String> statements) {
        for (String statement : statements) {
            int touched = Belongings.BATCH;
            while (touched == Belongings.BATCH) {
                touched = parts.database()
                        .inTransaction(
                                tenant,
                                tx -> tx.update(statement, tenant.customer().value(), id, Belongings.BATCH));
            }
        }
    }

    private boolean run(Tx tx, JobKey job, List<String> statements) {
        rename(tx, job.tenant(), job.ref());
        for (String statement : statements) {
            int touched = Belongings.BATCH;
            while (touched == Belongings.BATCH) {
                touched = tx.update(statement, job.tenant().customer().value(), job.ref(), Belongings.BATCH);
            }
        }
        return true;
    }

    /** The device goes, and with the last one its account. */
    private boolean end(Tx tx, Gone gone) {
        rename(tx, gone.key().tenant(), gone.key().device().value());
        tx.update(
                "delete from device where customer_id = ? and id = ?",
                gone.key().tenant().customer().value(),
                gone.key().device().value());
        gone.account().ifPresent(account -> forget(tx, gone.key().tenant(), account));
        return true;
    }

    /** An account without devices goes; whoever links it again meanwhile has its row locked, and brings devices. */
    private static void forget(Tx tx, Tenant tenant, String account) {
        String customer = tenant.customer().value();
        // The lock is a statement of its own: the next one sees what whoever had it before has left.
        tx.list(
                row -> row.text("id"),
                "select id from account where customer_id = ? and id = ? for update",
                customer,
                account);
        tx.update("""
                delete from account a where a.customer_id = ? and a.id = ?
                    and not exists (select from device d where d.customer_id = a.customer_id and d.user_id = a.user_id
                        and d.link_id = a.id)
                """, customer, account);
    }
}
