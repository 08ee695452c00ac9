package energy.amps.server.http;

import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.LinkBodies;
import energy.amps.server.http.view.Links;
import energy.amps.server.link.Link;
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
        return Answer.of(call.query()
                .then(() -> LinkBodies.start(call.body()))
                .then(request ->
                        call.kept((Link link) -> whole(201, link), keep -> links.start(call.caller(), request, keep))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> links.read(call.caller(), link(call)))
                .then(Answer.with(link -> whole(200, link))));
    }

    private Answer answerMfa(Call call) {
        return Answer.of(call.query()
                .then(() -> LinkBodies.code(call.body()))
                .then(code -> call.kept(
                        (Link link) -> whole(200, link),
                        keep -> links.answerMfa(call.caller(), link(call), code, keep))));
    }

    private Answer selectDevices(Call call) {
        return Answer.of(call.query()
                .then(() -> LinkBodies.devices(call.body()))
                .then(devices -> call.kept(
                        (Link link) -> whole(200, link),
                        keep -> links.selectDevices(call.caller(), link(call), devices, keep))));
    }

    private static LinkId link(Call call) {
        return new LinkId(call.id("linkId"));
    }

    private static Answer whole(int status, Link link) {
        return new Answer.Data(status, Links.whole(link), Optional.empty());
    }
}
