package energy.amps.server.user;

/**
 * What is being erased.
 *
 * @param id of the user or the device
 */
public record Leaving(String id) {}
