package energy.amps.server.device;

import energy.amps.connector.ReadOutcome;
import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.connector.ReadOutcome.Unreadable;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of what live devices showed, and of the pulls that bring it. A pull is a lease on the row: whoever has it pulls,
 * all others wait for what it brings, and when it lapses the next one takes it. Thread-safe.
 */
public final class Readings {
    private final Database database;

    public Readings(Database database) {
        this.database = database;
    }

    /**
     * What was seen before is no longer served as fresh, because something is sent, or was. In the transaction that says so.
     *
     * @param at the platform's time
     */
    public static void end(Tx tx, Collection<DeviceKey> devices, Instant at) {
        List<DeviceKey> live = devices.stream()
                .filter(device -> device.tenant().environment() == Environment.LIVE)
                .toList();
        if (!live.isEmpty()) {
            tx.update(
                    """
                    update reading r set ended_at = ?
                    from unnest(?::text[], ?::text[]) as k (customer_id, device_id)
                    where r.customer_id = k.customer_id and r.device_id = k.device_id
                      and (r.ended_at is null or r.ended_at < ?)
                    """,
                    at,
                    live.stream().map(each -> each.tenant().customer().value()).toArray(String[]::new),
                    live.stream().map(each -> each.device().value()).toArray(String[]::new),
                    at);
            LookRows.hasten(tx, live, at.plus(Looks.SOON));
        }
    }

    /** A reading that nobody waited for: kept, unless a newer one is there. */
    public void note(DeviceKey device, Reading reading) {
        database.list(
                device.tenant(),
                row -> true,
                """
                insert into reading (customer_id, environment, device_id, observed_at, content) values (?, ?, ?, ?, ?)
                on conflict (customer_id, device_id) do update
                set observed_at = excluded.observed_at, content = excluded.content
                where reading.observed_at is null or reading.observed_at < excluded.observed_at
                returning true
                """,
                device.tenant().customer().value(),
                device.tenant().environment().wire(),
                device.device().value(),
                reading.observedAt(),
                new Tx.Json(StateJson.text(reading.state(), reading.settings())));
    }

    /**
     * Takes the pull of a device until {@code until}, unless somebody has it.
     *
     * @return its number
     */
    Optional<Long> claim(DeviceKey device, Instant now, Instant until) {
        return database
                .list(
                        device.tenant(),
                        row -> row.number("pull_token"),
                        """
                        insert into reading (customer_id, environment, device_id, pull_token, pull_until) values (?, ?, ?, 1, ?)
                        on conflict (customer_id, device_id) do update
                        set pull_token = reading.pull_token + 1, pull_until = excluded.pull_until
                        where reading.pull_until is null or reading.pull_until <= ?
                        returning pull_token
                        """,
                        device.tenant().customer().value(),
                        device.tenant().environment().wire(),
                        device.device().value(),
                        until,
                        now)
                .stream()
                .findFirst();
    }

    /** Gives a pull back with what it brought; one that lapsed and was taken over meanwhile brings nothing. */
    void finish(DeviceKey device, long token, ReadOutcome outcome) {
        Optional<Reading> reading =
                Optional.of(outcome).filter(Reading.class::isInstance).map(Reading.class::cast);
        Optional<Unreadable> fault =
                Optional.of(outcome).filter(Unreadable.class::isInstance).map(Unreadable.class::cast);
        database.list(
                device.tenant(),
                row -> true,
                """
                update reading set pull_until = null, pulled_token = pull_token, fault_code = ?, fault_message = ?,
                    observed_at = coalesce(?::timestamptz, observed_at), content = coalesce(?::json, content)
                where customer_id = ? and device_id = ? and pull_token = ? returning true
                """,
                fault.map(unreadable -> unreadable.code().name()),
                fault.map(Unreadable::message),
                reading.map(Reading::observedAt),
                reading.map(seen -> StateJson.text(seen.state(), seen.settings())),
                device.tenant().customer().value(),
                device.device().value(),
                token);
    }

    /**
     * How it stands with the pulls of a device.
     *
     * @param token the last that was begun
     * @param until until when it has the device; empty when it has ended
     * @param pulled the last that ended
     * @param outcome what that brought
     */
    record Standing(long token, Optional<Instant> until, long pulled, Optional<ReadOutcome> outcome) {}

    /** Looks at a device's pulls. */
    Standing look(DeviceKey device, Family family) {
        return database
                .list(
                        device.tenant(),
                        row -> standing(family, row),
                        """
                        select pull_token, pull_until, pulled_token, fault_code, fault_message, observed_at, content::text as content
                        from reading where customer_id = ? and device_id = ?
                        """,
                        device.tenant().customer().value(),
                        device.device().value())
                .stream()
                .findFirst()
                .orElseGet(() -> new Standing(0, Optional.empty(), 0, Optional.empty()));
    }

    private static Standing standing(Family family, Row row) {
        Optional<ReadOutcome> outcome = row.maybeText("fault_code")
                .<ReadOutcome>map(code ->
                        new Unreadable(FaultCode.of(code).orElse(FaultCode.UNKNOWN_ERROR), row.text("fault_message")))
                .or(() -> row.maybeInstant("observed_at")
                        .map(at -> StoredReading.reading(family, at, row.text("content"))));
        return new Standing(
                row.number("pull_token"), row.maybeInstant("pull_until"), row.number("pulled_token"), outcome);
    }
}
