package energy.amps.connector;

/**
 * What a connector remembers of one device, opaque to the platform.
 *
 * @param version the format's version, so that a newer connector reads what an older one wrote
 * @param text the content, at most 16 KiB
 */
public record ConnectorState(int version, String text) {}
