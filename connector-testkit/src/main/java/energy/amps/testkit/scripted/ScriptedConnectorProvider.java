package energy.amps.testkit.scripted;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** Opens the connector of the vendor at {@value #URL}. Where that is not set, none of its devices can be reached. */
public final class ScriptedConnectorProvider implements ConnectorProvider {
    /** The setting with the vendor's address, such as {@code http://127.0.0.1:4711}. */
    public static final String URL = "AMPS_SCRIPTED_URL";

    /** Discard port of loopback: nobody listens. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    /** For the service loader. */
    public ScriptedConnectorProvider() {}

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        return new ScriptedConnector(
                new VendorClient(URI.create(settings.apply(URL).orElse(NOWHERE)), ScriptedConnector.CALL_TIMEOUT));
    }
}
