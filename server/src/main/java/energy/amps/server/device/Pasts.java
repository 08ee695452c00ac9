package energy.amps.server.device;

import energy.amps.check.Checked;
import energy.amps.connector.Chapter;
import energy.amps.connector.History.OfNeighbour;
import energy.amps.connector.History.Past;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.store.Database;
import energy.amps.server.store.DeviceKey;
import energy.amps.server.store.Row;
import energy.amps.server.store.Tenant;
import energy.amps.server.tenant.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds devices together with the chapters that their connectors closed. One statement reads both: between two, a chapter
 * could be closed, and its stretch would be told twice or not at all. Thread-safe.
 */
public final class Pasts {
    /** Chapters of a device and its neighbours that one answer is computed from. */
    public static final int MOST_CHAPTERS = 1_024;

    private static final String SQL = "select x.*, c.* from (" + StoredDevice.SOURCE.select()
            + " where d.customer_id = ? and d.environment = ? and d.id = ? offset 0) x\n" + """
            cross join lateral (
                select array_agg(p.device_id order by p.from_at) as chapter_devices,
                       array_agg(p.from_micros order by p.from_at) as chapter_froms,
                       array_agg(p.to_micros order by p.from_at) as chapter_tos,
                       array_agg(p.version order by p.from_at) as chapter_versions,
                       array_agg(p.content order by p.from_at) as chapter_contents
                from (
                    select q.* from unnest(array_append(x.near_ids, x.id)) k (id)
                    cross join lateral (
                        select h.device_id, h.from_at, h.version::text as version, h.content,
                               (extract(epoch from h.from_at) * 1000000)::bigint::text as from_micros,
                               (extract(epoch from h.to_at) * 1000000)::bigint::text as to_micros
                        from connector_chapter h
                        where h.customer_id = ? and h.device_id = k.id and h.to_at > ? and h.from_at < ?
                        order by h.to_at limit ?) q
                    limit ?) p) c
            """;

    private record Found(StoredDevice stored, Map<DeviceId, List<Chapter>> chapters, int count) {}

    private final Database database;
    private final Connectors connectors;

    public Pasts(Database database, Connectors connectors) {
        this.database = database;
        this.connectors = connectors;
    }

    /**
     * A device of a family, as of {@code now}, with the chapters that touch a span; not found by the rules of a read.
     *
     * @param from where the span begins
     * @param to where it ends
     */
    public Checked<DevicePast> find(
            Caller caller, Family family, DeviceId device, Instant from, Instant to, Instant now) {
        Optional<Found> found = rows(caller.tenant(), device, from, to).stream()
                .filter(each -> each.stored().facts().family() == family
                        && Devices.isVisible(caller, each.stored().facts().user()))
                .findFirst();
        if (found.isEmpty()) {
            return Devices.notFound();
        }
        if (found.get().count() > MOST_CHAPTERS) {
            return new Checked.Refused<>(tooMuch());
        }
        return new Checked.Passed<>(past(new DeviceKey(caller.tenant(), device), found.get(), now));
    }

    private static Refusal tooMuch() {
        return new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "The device was told too much in this span to compute it at once; ask for a shorter one.",
                Map.of("errors", List.of(Map.of("pointer", "?from", "message", "must be nearer to 'to'"))));
    }

    private DevicePast past(DeviceKey key, Found found, Instant now) {
        List<OfNeighbour> neighbours = found.stored().neighbours().stream()
                .filter(each -> found.chapters().containsKey(each.id()))
                .map(each -> new OfNeighbour(each, found.chapters().getOrDefault(each.id(), List.of())))
                .toList();
        return new DevicePast(
                key,
                found.stored().linked(now),
                connectors.of(found.stored().facts().vendor()),
                new Past(found.chapters().getOrDefault(key.device(), List.of()), neighbours));
    }

    private List<Found> rows(Tenant tenant, DeviceId device, Instant from, Instant to) {
        String customer = tenant.customer().value();
        return database.list(
                tenant,
                Pasts::found,
                SQL,
                customer,
                tenant.environment().wire(),
                device.value(),
                customer,
                from,
                to,
                MOST_CHAPTERS + 1,
                MOST_CHAPTERS + 1);
    }

    private static Found found(Row row) {
        List<String> devices = row.texts("chapter_devices");
        List<String> froms = row.texts("chapter_froms");
        List<String> tos = row.texts("chapter_tos");
        List<String> versions = row.texts("chapter_versions");
        List<String> contents = row.texts("chapter_contents");
        Map<DeviceId, List<Chapter>> chapters = new LinkedHashMap<>();
        for (int i = 0; i < devices.size(); i++) {
            chapters.computeIfAbsent(new DeviceId(devices.get(i)), id -> new ArrayList<>())
                    .add(new Chapter(
                            instant(froms.get(i)),
                            instant(tos.get(i)),
                            Integer.parseInt(versions.get(i)),
                            contents.get(i)));
        }
        return new Found(StoredDevice.read(row), chapters, devices.size());
    }

    private static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
