package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.connector.Secret;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.link.Link;
import energy.amps.server.link.LinkRequest;
import energy.amps.server.link.LinkState;
import energy.amps.server.store.Keep;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Page;
import energy.amps.server.store.Slice;
import energy.amps.server.store.UserId;
import energy.amps.server.tenant.Caller;
import java.util.List;
import java.util.Optional;

/** One link with one device, and a note of what was asked. */
record FakeLinks(FakeFeatures features) implements LinkFeatures {
    static final String LINK = "link_1";

    @Override
    public Checked<Link> start(Caller caller, LinkRequest request, Keep<Link> keep) {
        features.note("startLink", caller, request);
        return new Checked.Passed<>(link());
    }

    @Override
    public Checked<Link> answerMfa(Caller caller, LinkId link, Secret code, Keep<Link> keep) {
        features.note("answerMfa", caller, link, code);
        return known(link);
    }

    @Override
    public Checked<Link> selectDevices(Caller caller, LinkId link, List<String> externalIds, Keep<Link> keep) {
        features.note("selectDevices", caller, link, externalIds);
        return known(link);
    }

    @Override
    public Checked<Link> read(Caller caller, LinkId link) {
        features.note("readLink", caller, link);
        return known(link);
    }

    @Override
    public Slice<Link> list(Caller caller, Optional<String> user, Page page) {
        features.note("listLinks", caller, user, page);
        return Slice.empty(page);
    }

    private static Checked<Link> known(LinkId id) {
        return id.value().equals(LINK)
                ? new Checked.Passed<>(link())
                : new Checked.Refused<>(Refusal.of(ErrorCode.NOT_FOUND, "Link not found"));
    }

    private static Link link() {
        return new Link(
                new LinkId(LINK),
                LinkState.LINKED,
                "foxess",
                new UserId("user_1"),
                List.of(new Link.Device(
                        Optional.of(new DeviceId(FakeFeatures.DEVICE)), "b10", Family.BATTERY, "FoxESS H1-5.0-E")),
                FakeFeatures.CREATED,
                Optional.empty());
    }
}
