package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.server.event.Bells;
import energy.amps.server.event.Feed;
import energy.amps.server.http.EventFeatures;
import energy.amps.server.store.Tenant;
import java.util.OptionalLong;

/** The feed of events as the HTTP edge asks for it. */
record PlatformEvents(Feed feed) implements EventFeatures {

    @Override
    public Checked<Feed.Part> read(Tenant tenant, OptionalLong after, int limit) {
        return feed.read(tenant, after, limit);
    }

    @Override
    public long end(Tenant tenant) {
        return feed.end(tenant);
    }

    @Override
    public Bells.Listener listen(Tenant tenant) {
        return feed.listen(tenant);
    }
}
