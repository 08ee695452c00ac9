package energy.amps.server.event;

import energy.amps.server.store.Row;
import java.time.Instant;
import java.util.Optional;

/**
 * One event.
 *
 * @param id {@code evt_...}
 * @param subject the device, or the endpoint, that it is about; absent once the device was erased
 * @param sequence its number among those of its subject, from 1
 * @param type of {@link EventType}, or of a version yet to come
 * @param occurredAt the tenant's time
 * @param data its body, as JSON; absent once the user behind it was erased
 * @param position in the feed, from 1; 0 before it has one
 */
public record FeedEvent(
        String id,
        Optional<String> subject,
        long sequence,
        String type,
        Instant occurredAt,
        Optional<String> data,
        long position) {
    static final String COLUMNS = "id, device_id, sequence, type, occurred_at, data, coalesce(position, 0) as position";

    static FeedEvent read(Row row) {
        return new FeedEvent(
                row.text("id"),
                row.maybeText("device_id"),
                row.number("sequence"),
                row.text("type"),
                row.instant("occurred_at"),
                row.maybeText("data"),
                row.number("position"));
    }

    FeedEvent at(long place) {
        return new FeedEvent(id, subject, sequence, type, occurredAt, data, place);
    }
}
