package energy.amps.connector;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;

/**
 * Another device of the same account, as a connector asked to see it ({@link DiscoveredDevice#sees}).
 *
 * @param id the platform's id of it
 * @param family its family
 * @param model the vendor's name of the model
 * @param state what the connector remembers of it
 */
public record Neighbour(DeviceId id, Family family, String model, ConnectorState state) {}
