package energy.amps.server.device;

import energy.amps.connector.Connector;
import energy.amps.connector.History.Past;
import energy.amps.connector.LinkedDevice;
import energy.amps.server.store.DeviceKey;

/**
 * A device with what its connector put away of its past, all as of one moment.
 *
 * @param key which, and whose
 * @param linked the device as its connector meets it
 * @param connector its vendor's connector
 * @param past the chapters that were asked for, its neighbours' among them
 */
public record DevicePast(DeviceKey key, LinkedDevice linked, Connector connector, Past past) {}
