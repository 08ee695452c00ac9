package energy.amps.server.device;

import energy.amps.device.Family;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Ids;
import energy.amps.server.store.Tx;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.util.Optional;

/** The events of a device's coming and going (contract section 9). Whoever stores one has the device's lock. */
final class DeviceEvents {
    private static final String INSTANT = "to_char(?::timestamptz, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";

    private static final String BODY = "'deviceId', ?::text, 'deviceType', ?::text, 'userId', ?::text, 'timestamp', "
            + INSTANT + ", 'type', ?::text, 'sequence', ?::bigint";

    private static final String INSERT = """
            insert into event (customer_id, environment, id, device_id, user_id, sequence, type, occurred_at, data)
            values (?, ?, ?, ?, ?, ?, ?, ?, json_build_object(%s))
            """;

    private static final String COMING = INSERT.formatted(BODY);
    private static final String GOING = INSERT.formatted(BODY + ", 'reconnectionUrl', ?::text");

    private final Ids ids;

    DeviceEvents(Ids ids) {
        this.ids = ids;
    }

    /**
     * Whose event it is, and the how manieth.
     *
     * @param sequence the number of the event on its device
     */
    record Of(DeviceKey key, Family family, UserId user, long sequence, Instant at) {}

    void connected(Tx tx, Of of) {
        coming(tx, "device.connected", of);
    }

    void reconnected(Tx tx, Of of) {
        coming(tx, "device.reconnected", of);
    }

    private void coming(Tx tx, String type, Of of) {
        tx.update(
                COMING,
                of.key().tenant().customer().value(),
                of.key().tenant().environment().wire(),
                ids.next("evt_"),
                of.key().device().value(),
                of.user().value(),
                of.sequence(),
                type,
                of.at(),
                of.key().device().value(),
                of.family().wire(),
                of.user().value(),
                of.at(),
                type,
                of.sequence());
    }

    /** @param reconnectionUrl where its owner finds the way back; empty when there is none */
    void disconnected(Tx tx, Of of, Optional<String> reconnectionUrl) {
        String type = "device.disconnected";
        tx.update(
                GOING,
                of.key().tenant().customer().value(),
                of.key().tenant().environment().wire(),
                ids.next("evt_"),
                of.key().device().value(),
                of.user().value(),
                of.sequence(),
                type,
                of.at(),
                of.key().device().value(),
                of.family().wire(),
                of.user().value(),
                of.at(),
                type,
                of.sequence(),
                reconnectionUrl);
    }
}
