package energy.amps.bench;

import java.sql.SQLException;

/** More sandbox batteries than the demo has: copies of its own, made by SQL that knows no column but the ids. */
final class Fleet {
    private static final int DIGITS = 20;

    private final Postgres postgres;
    private final int size;

    private Fleet(Postgres postgres, int size) {
        this.postgres = postgres;
        this.size = size;
    }

    /** Makes devices like the given one. */
    static Fleet like(String device, int size, Postgres postgres) throws SQLException {
        copy(postgres, "device", "id", device, size);
        copy(postgres, "connector_state", "device_id", device, size);
        postgres.run("analyze device");
        postgres.run("analyze connector_state");
        return new Fleet(postgres, size);
    }

    private static void copy(Postgres postgres, String table, String id, String device, int size) throws SQLException {
        postgres.run("""
                insert into %1$s select r.* from %1$s t, generate_series(0, ?::int - 1) n,
                lateral jsonb_populate_record(t, jsonb_build_object('%2$s', %3$s)) r where t.%2$s = ?
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

    int size() {
        return size;
    }

    /** Frees every device: what is live becomes history, as a cancellation would leave it. */
    void free() throws SQLException {
        postgres.run("""
                update action set state = 'cancelled', stage = 'done', message = 'Cancelled.', completed_at = updated_at
                where stage <> 'done';
                delete from due
                """);
        postgres.run("vacuum analyze action");
        postgres.run("vacuum analyze due");
    }
}
