package energy.amps.server;

import energy.amps.check.Checked;
import energy.amps.connector.Secret;
import energy.amps.server.http.LinkFeatures;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.link.LinkState;
import energy.amps.server.link.Links;
import energy.amps.server.store.Keep;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.tenant.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Linking as the HTTP edge asks for it. */
record PlatformLinks(Platform platform) implements LinkFeatures {
    @Override
    public Checked<Link> start(Caller caller, LinkRequest request, Keep<Link> keep) {
        return links().start(caller, request, noted(caller, keep));
    }

    @Override
    public Checked<Link> answerMfa(Caller caller, LinkId link, Secret code, Keep<Link> keep) {
        return links().answerMfa(caller, link, code, noted(caller, keep));
    }

    @Override
    public Checked<Link> selectDevices(Caller caller, LinkId link, List<String> externalIds, Keep<Link> keep) {
        return links().selectDevices(caller, link, externalIds, noted(caller, keep));
    }

    @Override
    public Checked<Link> read(Caller caller, LinkId link) {
        return links().read(caller, link);
    }

    @Override
    public Slice<Link> list(Caller caller, Optional<String> user, Page page) {
        return links().list(caller, user, page);
    }

    private Links links() {
        return platform.links();
    }

    /** A link that came to its end is noted under its user. */
    private Keep<Link> noted(Caller caller, Keep<Link> keep) {
        return (tx, link) -> {
            if (link.state() == LinkState.LINKED) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("vendor", link.vendor());
                details.put("devices", link.devices().size());
                platform.audit().note(tx, caller, "account.linked", link.user().value(), details);
            }
            keep.keep(tx, link);
        };
    }
}
