package energy.amps.connector.foxess;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the FoxESS connector.
 *
 * <p>Settings: {@value #URL}, where the vendor's Open API is, and {@value #TIMEOUT}, an ISO 8601 duration of {@code PT1S} to
 * {@code PT20S}, how long one operation may take, all of its calls together.
 */
public final class FoxEssConnectorProvider implements ConnectorProvider {
    static final String URL = "AMPS_FOXESS_URL";
    static final String TIMEOUT = "AMPS_FOXESS_TIMEOUT";

    private static final String VENDOR = "https://www.foxesscloud.com";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** For the service loader. */
    public FoxEssConnectorProvider() {}

    @Override
    public Connector open(Function<String, Optional<String>> settings) {
        return FoxEssConnector.open(
                url(settings.apply(URL).orElse(VENDOR)),
                settings.apply(TIMEOUT).map(FoxEssConnectorProvider::timeout).orElse(LONGEST),
                Pacing.asTheVendorWants());
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(URL + " must be an address of the web", e);
        }
        throw new IllegalArgumentException(URL + " must be an address of the web with a host");
    }

    private static Duration timeout(String text) {
        try {
            Duration timeout = Duration.parse(text);
            if (timeout.compareTo(SHORTEST) >= 0 && timeout.compareTo(LONGEST) <= 0) {
                return timeout;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    TIMEOUT + " must be an ISO 8601 duration such as PT20S, and is '" + text + "'", e);
        }
        throw new IllegalArgumentException(TIMEOUT + " must lie between PT1S and PT20S, and is " + text);
    }
}
