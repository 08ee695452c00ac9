package energy.amps.server.history;

import energy.amps.server.history.Reckoning.Reading;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The statements on the table of readings. */
final class TelemetryRows {
    /** How much later than it was so a reading may come in; older ones are not kept. */
    static final Duration LATEST = Duration.ofDays(1);

    /** Rows of one round trip. */
    static final int PAGE = 10_000;

    /** Time that one round trip covers, so that it locks the partitions of that time and no more. */
    static final Duration STRIDE = Duration.ofDays(31);

    /** Where a tenant's time is not the platform's, any partition may hold its rows. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};

    private static final String INSERT = """
            insert into telemetry (customer_id, environment, device_id, observed_at, received_at, state)
            select customer_id, environment, device_id, timestamptz 'epoch' + observed_at * interval '1 microsecond',
                   timestamptz 'epoch' + received_at * interval '1 microsecond', state::jsonb
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
                as t(customer_id, environment, device_id, observed_at, received_at, state)
            """;

    /** Planned with its values: only then does it leave the other partitions alone, which it would lock first. */
    private static final String READ = """
            select set_config('plan_cache_mode', 'force_custom_plan', true) as planned;
            select observed_at, state::text as state from telemetry
            where customer_id = ? and environment = ? and device_id = ? and observed_at > ? and observed_at <= ?
              and received_at >= ? and received_at < ?
            order by observed_at, received_at limit ?
            """;

    private TelemetryRows() {}

    /** Writes readings; the partitions of their days are there. */
    static void write(Tx tx, List<Sighting> sightings) {
        tx.update(
                INSERT,
                texts(sightings, each -> each.device().tenant().customer().value()),
                texts(sightings, each -> each.device().tenant().environment().wire()),
                texts(sightings, each -> each.device().device().value()),
                numbers(sightings, each -> micros(each.observedAt())),
                numbers(sightings, each -> micros(each.receivedAt())),
                texts(sightings, each -> JSON.writeValueAsString(each.state())));
    }

    /** Reads what was seen of a device from after one instant until another, in order, some thousand rows at a time. */
    static void read(Database database, DeviceKey device, Instant after, Instant until, Consumer<Reading> reader) {
        Instant from = after;
        while (from.isBefore(until)) {
            Instant to = earlier(from.plus(STRIDE), until);
            List<Reading> page = page(database, device, from, to);
            page.forEach(reader);
            from = page.size() < PAGE ? to : page.getLast().at();
        }
    }

    private static List<Reading> page(Database database, DeviceKey device, Instant from, Instant to) {
        boolean live = device.tenant().environment() == Environment.LIVE;
        return database.both(
                        device.tenant(),
                        row -> row.text("planned"),
                        TelemetryRows::reading,
                        READ,
                        device.tenant().customer().value(),
                        device.tenant().environment().wire(),
                        device.device().value(),
                        from,
                        to,
                        live ? from : FIRST,
                        live ? to.plus(LATEST).plusMillis(1) : LAST,
                        PAGE)
                .second();
    }

    private static Reading reading(Row row) {
        return new Reading(row.instant("observed_at"), JSON.readValue(row.text("state"), NUMBERS));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static String[] texts(List<Sighting> sightings, Function<Sighting, String> value) {
        return sightings.stream().map(value).toArray(String[]::new);
    }

    private static Long[] numbers(List<Sighting> sightings, ToLongFunction<Sighting> value) {
        return sightings.stream().map(value::applyAsLong).toArray(Long[]::new);
    }
}
