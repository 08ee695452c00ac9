package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.LinkBodies;
import energy.amps.server.http.view.Links;
import energy.amps.server.link.Link;
import energy.amps.server.store.Keep;
import energy.amps.server.store.LinkId;
import energy.amps.server.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of linking (contract section 10). */
final class LinkRoutes {

    private final LinkFeatures links;

    LinkRoutes(LinkFeatures links) {
        this.links = links;
    }

    List<Route> all() {
        String one = "/links/{linkId}";
        return List.of(
                Route.get("/links", Set.of("limit", "offset", "cursor", "userId"), this::list),
                Route.post("/links", BodyRule.REQUIRED, this::start),
                Route.get(one, Set.of(), this::read),
                Route.post(one + "/mfa", BodyRule.REQUIRED, this::answerMfa),
                Route.post(one + "/devices", BodyRule.REQUIRED, this::selectDevices));
    }

    private Answer list(Call call) {
        Page page = call.query().page(LinkId.PREFIX);
        Optional<String> user = call.query().text("userId");
        return Answer.of(
                call.query().then(Answer.passing(() -> Answer.ok(Links.list(links.list(call.caller(), user, page))))));
    }

    private Answer start(Call call) {
        return linked(
                201,
                call.query()
                        .then(() -> LinkBodies.start(call.body()))
                        .then(request -> links.start(call.caller(), request, Keep.nothing())));
    }

    private Answer read(Call call) {
        return linked(200, call.query().then(() -> links.read(call.caller(), link(call))));
    }

    private Answer answerMfa(Call call) {
        return linked(
                200,
                call.query()
                        .then(() -> LinkBodies.code(call.body()))
                        .then(code -> links.answerMfa(call.caller(), link(call), code, Keep.nothing())));
    }

    private Answer selectDevices(Call call) {
        return linked(
                200,
                call.query()
                        .then(() -> LinkBodies.devices(call.body()))
                        .then(devices -> links.selectDevices(call.caller(), link(call), devices, Keep.nothing())));
    }

    private static LinkId link(Call call) {
        return new LinkId(call.id("linkId"));
    }

    private static Answer linked(int status, Checked<Link> checked) {
        return Answer.of(
                checked.then(Answer.with(link -> new Answer.Data(status, Links.whole(link), Optional.empty()))));
    }
}
