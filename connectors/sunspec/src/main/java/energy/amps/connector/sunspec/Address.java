package energy.amps.connector.sunspec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a device is: {@code modbus-tcp://host:port/unit}. It is what an owner gives when an installation is linked, in the
 * place of an API key (decision 0038); it opens nothing by itself and is no secret.
 *
 * @param host a name or an IP address, without the brackets of IPv6
 * @param port the TCP port
 * @param unit the Modbus unit behind it
 */
record Address(String host, int port, int unit) {

    static final String SCHEME = "modbus-tcp";
    static final int PORT = 502;
    static final int UNIT = 1;

    private static final int PORT_MOST = 65_535;
    private static final int UNIT_MOST = 255;
    private static final int HOST_MOST = 253;

    /** The address that a text names; port 502 and unit 1 may be left out. Empty for any other text. */
    static Optional<Address> of(String text) {
        try {
            URI uri = new URI(text.strip());
            String host = uri.getHost();
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if (!bare || host == null || host.length() > HOST_MOST || !SCHEME.equalsIgnoreCase(uri.getScheme())) {
                return Optional.empty();
            }
            int port = uri.getPort() < 0 ? PORT : uri.getPort();
            String named = host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
            return unit(uri.getRawPath())
                    .filter(unit -> port >= 1 && port <= PORT_MOST)
                    .map(unit -> new Address(named, port, unit));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> unit(String path) {
        String digits = path.startsWith("/") ? path.substring(1) : path;
        if (digits.isEmpty()) {
            return Optional.of(UNIT);
        }
        return digits.matches("[0-9]{1,3}")
                ? Optional.of(Integer.parseInt(digits)).filter(unit -> unit >= 1 && unit <= UNIT_MOST)
                : Optional.empty();
    }

    /** The whole text, nothing left out. */
    String text() {
        return SCHEME + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + unit;
    }
}
