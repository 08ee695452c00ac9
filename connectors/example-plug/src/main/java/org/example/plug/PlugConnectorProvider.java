package org.example.plug;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/** Opens the connector of the hub at {@value #HUB}. */
public final class PlugConnectorProvider implements ConnectorProvider {
    /** The setting with the hub's address, {@code host:port}. */
    public static final String HUB = "EXAMPLE_PLUG_HUB";

    /** For the service loader. */
    public PlugConnectorProvider() {}

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        String address = settings.apply(HUB).orElse("127.0.0.1:9310");
        int colon = address.lastIndexOf(':');
        try {
            return new PlugConnector(new Hub(InetSocketAddress.createUnresolved(
                    address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException(HUB + " must be host:port, and is '" + address + "'", e);
        }
    }
}
