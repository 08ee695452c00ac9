package energy.amps.server.agenda;

import energy.amps.server.store.DeviceKey;

/**
 * What is due.
 *
 * @param kind whose business it is; names the handler
 * @param device the device it concerns
 * @param ref the id of the row it wakes
 */
public record DueKey(String kind, DeviceKey device, String ref) {}
