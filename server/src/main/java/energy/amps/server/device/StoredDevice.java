package energy.amps.server.device;

import energy.amps.command.Command;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Neighbour;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.FaultCode;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Listing;
import energy.amps.server.store.Row;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import energy.amps.server.store.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What the database holds of a device for its read.
 *
 * @param id its id
 * @param facts what does not change by itself
 * @param disconnected whether its vendor no longer takes the credentials of its account
 * @param state what its connector remembers
 * @param neighbours the devices of its account that its connector wants beside it
 * @param lastAction its newest action
 * @param schedule its schedule that is pending or active
 * @param reading what it last showed, if it is a live one
 */
record StoredDevice(
        DeviceId id,
        DeviceRow.Facts facts,
        boolean disconnected,
        ConnectorState state,
        List<Neighbour> neighbours,
        Optional<LastAction> lastAction,
        Optional<StandingSchedule> schedule,
        Optional<StoredReading> reading) {

    static final Listing.Source SOURCE = new Listing.Source(
            """
            d.id, d.user_id, d.family, d.vendor, d.model, d.plant_zone,
            d.disconnected_at is not null as disconnected, s.version, s.content,
            """ + NeighbourRows.COLUMNS + ", " + StoredReading.COLUMNS + """
            , l.id as last_id, l.command as last_command, l.state as last_state, l.created_at as last_created_at,
            l.updated_at as last_updated_at, l.error_code as last_error_code, l.error_message as last_error_message,
            c.id as schedule_id, c.begins_at as schedule_begins_at, c.next_fire_at as schedule_next_fire_at
            """,
            "device d",
            """
            join connector_state s on s.customer_id = d.customer_id and s.device_id = d.id
            """ + NeighbourRows.JOIN + StoredReading.JOIN + """
            left join lateral (
                select a.id, a.command, a.state, a.created_at, a.updated_at, a.error_code, a.error_message
                from action a where a.customer_id = d.customer_id and a.device_id = d.id
                order by a.id desc limit 1) l on true
            left join lateral (
                select p.id, p.begins_at, p.next_fire_at from schedule p
                where p.customer_id = d.customer_id and p.device_id = d.id and p.state = 'active' limit 1) c on true
            """);

    /** Devices by their ids; {@code offset 0} keeps it a look-up id by id (docs/decisions/0009). */
    static final String BY_ID = "select x.* from unnest(?) k (id) cross join lateral (" + SOURCE.select()
            + " where d.customer_id = ? and d.environment = ? and d.id = k.id and d.leaving_at is null offset 0) x";

    static StoredDevice read(Row row) {
        Family family = Family.of(row.text("family")).orElseThrow();
        return new StoredDevice(
                new DeviceId(row.text("id")),
                new DeviceRow.Facts(
                        family,
                        row.text("vendor"),
                        row.text("model"),
                        row.maybeText("plant_zone").map(ZoneId::of),
                        new UserId(row.text("user_id"))),
                row.flag("disconnected"),
                new ConnectorState(row.count("version"), row.text("content")),
                NeighbourRows.read(row),
                row.maybeText("last_id").map(last -> lastAction(last, row)),
                row.maybeText("schedule_id")
                        .map(id -> new StandingSchedule(
                                new ScheduleId(id),
                                row.instant("schedule_begins_at"),
                                row.maybeInstant("schedule_next_fire_at"))),
                StoredReading.read(family, row));
    }

    /**
     * A schedule as it stands on its device.
     *
     * @param id its id
     * @param begins before, it is pending
     * @param nextFireAt when it fires next
     */
    record StandingSchedule(ScheduleId id, Instant begins, Optional<Instant> nextFireAt) {
        CurrentSchedule at(Instant now) {
            return new CurrentSchedule(
                    id, begins.isAfter(now) ? ScheduleState.PENDING : ScheduleState.ACTIVE, nextFireAt);
        }
    }

    private static LastAction lastAction(String id, Row row) {
        return new LastAction(
                new ActionId(id),
                Command.of(row.text("last_command")).orElseThrow(),
                ActionState.of(row.text("last_state")).orElseThrow(),
                row.instant("last_created_at"),
                row.instant("last_updated_at"),
                row.maybeText("last_error_code").flatMap(FaultCode::of),
                row.maybeText("last_error_message"));
    }

    /** As its connector meets it at that instant. */
    LinkedDevice linked(Instant now) {
        return new LinkedDevice(id, facts.family(), facts.model(), facts.plantZone(), state, now, neighbours);
    }
}
