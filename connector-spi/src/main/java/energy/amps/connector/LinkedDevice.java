package energy.amps.connector;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A device as its connector meets it, at one instant.
 *
 * @param id the platform's id of it
 * @param family its family
 * @param model the vendor's name of the model
 * @param plantZone the zone of its plant, where known
 * @param state what the connector remembered of it
 * @param now the tenant's time of this call
 */
public record LinkedDevice(
        DeviceId id, Family family, String model, Optional<ZoneId> plantZone, ConnectorState state, Instant now) {}
