package energy.amps.connector.ocpp;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import java.util.Optional;
import java.util.function.Function;

/** Opens the connector of chargers that dial in. It has no settings of its own. */
public final class OcppConnectorProvider implements ConnectorProvider {

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        return new OcppConnector(Dialogue.PATIENCE);
    }
}
