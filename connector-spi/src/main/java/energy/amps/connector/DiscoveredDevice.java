package energy.amps.connector;

import energy.amps.device.Family;

/**
 * A device that an account holds, before it is linked.
 *
 * @param model the vendor's name of the model
 * @param family its family
 * @param initialState what the connector wants remembered of it from the start
 */
public record DiscoveredDevice(String model, Family family, ConnectorState initialState) {}
