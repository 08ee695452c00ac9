package energy.amps.server.http;

import energy.amps.server.station.Admission;
import energy.amps.server.station.Caller;
import java.util.Optional;

/** What the edge asks of devices that dial in. */
public interface StationFeatures {

    /** Whether that caller may come in. */
    Optional<Admission> admit(Caller caller);
}
