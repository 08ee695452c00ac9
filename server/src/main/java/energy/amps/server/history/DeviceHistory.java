package energy.amps.server.history;

import energy.amps.connector.Sample;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a device did.
 *
 * @param device which
 * @param family its family
 * @param plantZone the zone of its plant, where known; days are UTC's without
 * @param resolution how long the intervals are
 * @param items the intervals, oldest first, without gaps between them; one at least
 */
public record DeviceHistory(
        DeviceId device, Family family, Optional<ZoneId> plantZone, Resolution resolution, List<Item> items) {
    /** Copies the intervals. */
    public DeviceHistory {
        items = List.copyOf(items);
    }

    /**
     * One interval.
     *
     * @param start its first instant
     * @param end its end, exclusive
     * @param sample what is known of it; only fields that {@link Measures} has for the family, in its order
     */
    public record Item(Instant start, Instant end, Sample sample) {}

    /** Where the first interval begins. */
    public Instant from() {
        return items.getFirst().start();
    }

    /** Where the last interval ends. */
    public Instant to() {
        return items.getLast().end();
    }
}
