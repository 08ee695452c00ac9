package energy.amps.server.vendor;

import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One call that changes a device is out at a time, over all nodes: a lease on the device's lane, taken before the call and given
 * back after it. A node that dies keeps it until it lapses. Thread-safe.
 */
final class Lanes {
    private final Database database;
    private final InstantSource clock;

    /** @param clock the platform's time */
    Lanes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes a device's lane, unless somebody has it.
     *
     * @param most how long a call may take
     * @return what gives it back
     */
    Optional<Runnable> take(DeviceKey device, Duration most) {
        Instant now = clock.instant();
        return database
                .list(
                        device.tenant(),
                        row -> row.number("token"),
                        """
                        insert into lane (customer_id, environment, device_id, token, until_at) values (?, ?, ?, 1, ?)
                        on conflict (customer_id, device_id) do update
                        set token = lane.token + 1, until_at = excluded.until_at where lane.until_at <= ?
                        returning token
                        """,
                        device.tenant().customer().value(),
                        device.tenant().environment().wire(),
                        device.device().value(),
                        now.plus(most),
                        now)
                .stream()
                .findFirst()
                .map(token -> () -> free(device, token));
    }

    private void free(DeviceKey device, long token) {
        database.list(
                device.tenant(),
                row -> true,
                "update lane set until_at = ? where customer_id = ? and device_id = ? and token = ? returning true",
                clock.instant(),
                device.tenant().customer().value(),
                device.device().value(),
                token);
    }
}
