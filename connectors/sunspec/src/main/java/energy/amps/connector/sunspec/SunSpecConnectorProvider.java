package energy.amps.connector.sunspec;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the connector for devices that speak SunSpec over Modbus TCP.
 *
 * <p>Setting: {@value Networks#SETTING}, the addresses that it may talk to, as ranges separated by commas ({@code
 * 192.168.1.0/24}); none where it is not set, and then nothing can be linked.
 */
public final class SunSpecConnectorProvider implements ConnectorProvider {

    /** For the service loader. */
    public SunSpecConnectorProvider() {}

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        return new SunSpecConnector(new Lines(Networks.from(settings)));
    }
}
