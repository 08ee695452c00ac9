package energy.amps.bench;

import java.sql.SQLException;

/**
 * More sandbox batteries than the demo has: copies of its own, made by SQL that knows no column but the ids. Some are kept
 * occupied by a scheduled action all the time, as on a platform that has been running for a while: PostgreSQL plans by what
 * its tables held when they were last analyzed, and an empty one tells it nothing.
 */
final class Fleet {
    static final int STANDING = 10_000;

    private static final int DIGITS = 20;

    private final Postgres postgres;
    private final int size;

    private Fleet(Postgres postgres, int size) {
        this.postgres = postgres;
        this.size = size;
    }

    /** Makes devices like the given one. */
    static Fleet like(String device, int size, Postgres postgres) throws SQLException {
        copy(postgres, "device", "id", device, size + STANDING);
        copy(postgres, "connector_state", "device_id", device, size + STANDING);
        postgres.run("update device_count set devices = devices + " + (size + STANDING) + " where family = 'battery'");
        postgres.run("analyze device");
        postgres.run("analyze connector_state");
        return new Fleet(postgres, size);
    }

    /** Each copy is a home of its own: it shares no account, where the table has any. */
    private static void copy(Postgres postgres, String table, String id, String device, int size) throws SQLException {
        postgres.run("""
                insert into %1$s select r.* from %1$s t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('%2$s', %3$s, 'link_id', null)) r
                where t.%2$s = ?
                """.formatted(table, id, sqlId("device", "n")), size, device);
    }

    /** The SQL of an id of ours; sorts behind every id of the platform. */
    static String sqlId(String prefix, String number) {
        return "'%s_zz' || lpad((%s)::text, %d, '0')".formatted(prefix, number, DIGITS);
    }

    /** The same id as a text. */
    static String id(String prefix, long number) {
        String digits = Long.toString(number);
        return prefix + "_zz" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** How many devices are free to use: those numbered from 0. */
    int size() {
        return size;
    }

    /** Occupies the standing devices with copies of a scheduled action. */
    void occupy(String action) throws SQLException {
        String id = sqlId("act_standing", "n");
        String device = sqlId("device", "n");
        copyFor("action", "id", id, device, action);
        copyFor("due", "ref", id, device, action);
        free();
    }

    private void copyFor(String table, String key, String id, String device, String action) throws SQLException {
        postgres.run("""
                insert into %1$s select r.* from %1$s t, generate_series(?::int, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('%2$s', %3$s, 'device_id', %4$s)) r where t.%2$s = ?
                """.formatted(table, key, id, device), size, size + STANDING, action);
    }

    /** Frees every device but the standing ones: what is live becomes history, as a cancellation would leave it. */
    void free() throws SQLException {
        postgres.run("""
                update action set state = 'cancelled', stage = 'done', message = 'Cancelled.', completed_at = updated_at
                where stage <> 'done' and not starts_with(id, 'act_standing');
                delete from due where not starts_with(ref, 'act_standing')
                """);
        postgres.run("vacuum analyze action");
        postgres.run("vacuum analyze due");
    }
}
