package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.connector.Secret;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.store.Keep;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import java.util.List;
import java.util.Optional;

/** What the edge asks of linking (contract section 10). */
public interface LinkFeatures {
    Checked<Link> start(Caller caller, LinkRequest request, Keep<Link> keep);

    Checked<Link> answerMfa(Caller caller, LinkId link, Secret code, Keep<Link> keep);

    Checked<Link> selectDevices(Caller caller, LinkId link, List<String> externalIds, Keep<Link> keep);

    Checked<Link> read(Caller caller, LinkId link);

    Slice<Link> list(Caller caller, Optional<String> user, Page page);
}
