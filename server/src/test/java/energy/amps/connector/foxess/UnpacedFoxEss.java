package energy.amps.connector.foxess;

import energy.amps.connector.Connector;
import java.net.URI;
import java.time.Duration;

/** The FoxESS connector without the vendor's seconds between two calls, which are real ones: a week would take hours. */
public final class UnpacedFoxEss {
    private UnpacedFoxEss() {}

    /** Opens it before a stand-in that wants no pace kept. */
    public static Connector open(URI url) {
        return FoxEssConnector.open(url, Duration.ofSeconds(20), new Pacing(Duration.ZERO, Duration.ZERO));
    }
}
