package energy.amps.server.history;

import energy.amps.server.store.DeviceKey;
import java.time.Instant;
import java.util.Map;

/**
 * A live reading, as it is kept.
 *
 * @param device of which device
 * @param observedAt when the device was so, in the tenant's time
 * @param receivedAt when the platform was told, in its own
 * @param state its numeric fields under their API names; one at least
 */
record Sighting(DeviceKey device, Instant observedAt, Instant receivedAt, Map<String, Double> state) {}
