package energy.amps.server.device;

import energy.amps.connector.ReadOutcome.Reading;
import energy.amps.device.Family;
import energy.amps.server.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a live device last showed.
 *
 * @param reading its state and settings; of its standing instruction nothing is stored
 * @param endedAt when something was last sent to the device
 */
record StoredReading(Reading reading, Optional<Instant> endedAt) {
    /** What is selected of {@link #JOIN}. */
    static final String COLUMNS = "r.observed_at as seen_at, r.content::text as seen, r.ended_at as ended_at";

    /** Joined to a device {@code d}; adds no rows and takes none away, and costs nothing where nothing is live. */
    static final String JOIN = """
            left join lateral (
                select o.observed_at, o.content, o.ended_at from reading o
                where d.environment = 'live' and o.customer_id = d.customer_id and o.device_id = d.id offset 0) r on true
            """;

    /** The reading in a row of a device of that family, if there was one. */
    static Optional<StoredReading> read(Family family, Row row) {
        return row.maybeInstant("seen_at").map(at -> {
            String text = row.text("seen");
            return new StoredReading(reading(family, at, text), row.maybeInstant("ended_at"));
        });
    }

    static Reading reading(Family family, Instant at, String text) {
        return new Reading(at, StateJson.state(family, text), StateJson.settings(text), Optional.empty());
    }

    /**
     * Whether it may be served from the cache: young enough, and of a time at which whatever was last sent shows.
     *
     * @param settleTime how long after a write a reading may still show what was before
     */
    boolean isFresh(Instant now, Freshness freshness, Duration settleTime) {
        Instant at = reading.observedAt();
        return !at.plus(freshness.oldest()).isBefore(now)
                && endedAt.filter(ended -> at.isBefore(ended.plus(settleTime))).isEmpty();
    }
}
