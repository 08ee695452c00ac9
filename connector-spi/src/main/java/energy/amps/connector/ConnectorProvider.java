package energy.amps.connector;

import java.util.Optional;
import java.util.function.Function;

/** Opens a connector; found by {@link java.util.ServiceLoader}, so it needs a public constructor without parameters. */
public interface ConnectorProvider {

    /**
     * Opens the connector.
     *
     * @param settings the operator's settings by name; empty for one that is not set
     * @throws IllegalArgumentException naming the setting, when one is not usable
     */
    Connector open(Function<String, Optional<String>> settings);
}
