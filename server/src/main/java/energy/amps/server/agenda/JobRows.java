package energy.amps.server.agenda;

import energy.amps.server.store.CustomerId;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The SQL of the table {@code job}. */
final class JobRows {
    private JobRows() {}

    /**
     * A job that this node has for a while.
     *
     * @param key which
     * @param token its fencing token, which has grown with each claim
     */
    record Claimed(JobKey key, long token) {}

    static void put(Tx tx, JobKey key, Instant at) {
        tx.update(
                """
                insert into job (customer_id, environment, kind, ref, due_at) values (?, ?, ?, ?, ?)
                on conflict (customer_id, kind, ref) do update set due_at = excluded.due_at, token = job.token + 1
                """, key.tenant().customer().value(), key.tenant().environment().wire(), key.kind(), key.ref(), at);
    }

    static void drop(Tx tx, JobKey key) {
        tx.update(
                "delete from job where customer_id = ? and kind = ? and ref = ?",
                key.tenant().customer().value(),
                key.kind(),
                key.ref());
    }

    /**
     * Takes jobs that are due, earliest first. A job that was taken is due again when its lease ends: should the node die,
     * the row is what others find, and nobody has to look after leases.
     */
    static List<Claimed> claim(Tx tx, Set<String> kinds, Instant now, Instant leaseEnd, int limit) {
        return tx.list(JobRows::claimed, """
                update job j set due_at = ?, token = j.token + 1
                where j.ctid = any (array(
                    select ctid from job where due_at <= ? and kind = any (?)
                    order by due_at limit ? for update skip locked))
                returning j.customer_id, j.environment, j.kind, j.ref, j.token
                """, leaseEnd, now, kinds.toArray(String[]::new), limit);
    }

    /** Ends a job, unless somebody else has it by now, or it was put anew. */
    static void done(Tx tx, Claimed job) {
        tx.update(
                "delete from job where customer_id = ? and kind = ? and ref = ? and token = ?",
                job.key().tenant().customer().value(),
                job.key().kind(),
                job.key().ref(),
                job.token());
    }

    /** Makes a job due again, likewise. */
    static void again(Tx tx, Claimed job, Instant at) {
        tx.update(
                "update job set due_at = ? where customer_id = ? and kind = ? and ref = ? and token = ?",
                at,
                job.key().tenant().customer().value(),
                job.key().kind(),
                job.key().ref(),
                job.token());
    }

    private static Claimed claimed(Row row) {
        Tenant tenant = new Tenant(new CustomerId(row.text("customer_id")), Environment.of(row.text("environment")));
        return new Claimed(new JobKey(row.text("kind"), tenant, row.text("ref")), row.number("token"));
    }
}
