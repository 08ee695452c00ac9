package energy.amps.server.user;

import java.util.List;

/**
 * What goes with a device and with a user, table by table, in the order in which it can go. Each statement takes the customer, the
 * id, and how many rows at most; it is run until it finds fewer.
 */
final class Belongings {
    /** Rows of one statement. */
    static final int BATCH = 2_000;

    /**
     * What is kept to answer repeated requests with. That something is being erased may be said again; it names no more than
     * the request did, and goes within two days.
     */
    private static final String ANSWERS = """
            delete from idempotency where ctid = any (array(
                select ctid from idempotency
                where customer_id = ? and position(? in data) > 0 and position('"state":"erasing"' in data) = 0 limit ?))
            """;

    /** By device id; the device itself goes after them. */
    static final List<String> OF_DEVICE = List.of(
            rows("due", "device_id"),
            rows("vendor_call", "device_id"),
            rows("action", "device_id"),
            // Without its body nothing is sent.
            """
            delete from delivery where ctid = any (array(
                select d.ctid from event e
                join webhook_endpoint w on w.customer_id = e.customer_id and w.environment = e.environment
                join delivery d on d.customer_id = w.customer_id and d.endpoint_id = w.id and d.event_id = e.id
                where e.customer_id = ? and e.device_id = ? limit ?))
            """,
            // Receivers may have repeated what they got. In partitions, so all at once.
            """
            update webhook_attempt a set response = null from event e
            where e.customer_id = ? and e.device_id = ? and ? > 0 and a.customer_id = e.customer_id and a.event_id = e.id
              and a.response is not null
            """,
            // Position, type and instant stay.
            """
            update event set data = null, device_id = null, user_id = null
            where ctid = any (array(select ctid from event where customer_id = ? and device_id = ? limit ?))
            """,
            rows("reconnection", "device_id"),
            rows("station_call", "device_id"),
            rows("station", "device_id"),
            rows("reading", "device_id"),
            rows("lane", "device_id"),
            rows("look", "device_id"),
            rows("schedule", "device_id"),
            // In partitions, where the place of a row does not name it: all at once.
            "delete from telemetry where customer_id = ? and device_id = ? and ? > 0",
            rows("connector_state", "device_id"),
            ANSWERS,
            """
            update link k set devices = (
                select coalesce(json_agg(e.value order by e.ordinality) filter (where e.value ->> 'id' is distinct from d.id), '[]')
                from json_array_elements(k.devices) with ordinality e)
            from device d
            where d.customer_id = ? and d.id = ? and k.customer_id = d.customer_id and k.user_id = d.user_id
              and k.ctid = any (array(
                select o.ctid from link o
                where o.customer_id = d.customer_id and o.user_id = d.user_id and o.devices::text like '%' || d.id || '%' limit ?))
            """);

    /** By user id, when the devices are gone. */
    static final List<String> OF_USER = List.of(
            "delete from job where customer_id = ? and kind = 'link' and ref = any (array("
                    + "select id from link where customer_id = job.customer_id and user_id = ?)) and ? > 0",
            ANSWERS,
            rows("link", "user_id"),
            rows("account", "user_id"),
            rows("end_user", "id"));

    private Belongings() {}

    private static String rows(String table, String column) {
        return "delete from " + table + " where ctid = any (array(select ctid from " + table
                + " where customer_id = ? and " + column + " = ? limit ?))";
    }
}
