package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.event.Bells;
import energy.amps.server.event.Feed;
import energy.amps.server.store.Tenant;
import java.util.OptionalLong;

/** What the edge asks of the feed of events. Customer-wide: a tenant, and no user. */
public interface EventFeatures {
    Checked<Feed.Part> read(Tenant tenant, OptionalLong after, int limit);

    /** The end of the feed now. */
    long end(Tenant tenant);

    /** Listens for the feed to grow. */
    Bells.Listener listen(Tenant tenant);
}
