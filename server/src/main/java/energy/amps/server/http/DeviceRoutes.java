package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.command.Setting;
import energy.amps.connector.SandboxControls;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Action;
import energy.amps.server.device.DeviceView;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.shape.Push;
import energy.amps.server.http.view.Actions;
import energy.amps.server.http.view.Devices;
import energy.amps.server.http.view.Rehearsals;
import energy.amps.server.store.Environment;
import energy.amps.server.store.Page;
import energy.amps.server.tenant.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of one family of devices (contract sections 3, 5 and 7). */
final class DeviceRoutes {

    private final Features features;
    private final Family family;

    DeviceRoutes(Features features, Family family) {
        this.features = features;
        this.family = family;
    }

    List<Route> all() {
        String all = "/" + family.pathSegment();
        String one = all + "/{deviceId}";
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(all, Set.of("limit", "offset", "cursor", "userId"), this::list));
        routes.add(Route.get(one, Set.of("expedite"), this::read));
        routes.add(Route.post(one, Set.of(Call.DRY_RUN), BodyRule.REQUIRED, this::push));
        routes.add(Route.patch(one, this::changeTimezone));
        routes.add(Route.delete(one, this::unlink));
        if (family.hasSettings()) {
            routes.add(Route.post(one + "/settings", BodyRule.REQUIRED, this::configure));
        }
        return routes;
    }

    private Answer list(Call call) {
        Page page = call.query().page(DeviceId.PREFIX);
        Optional<String> user = call.query().text("userId");
        return Answer.of(call.query()
                .then(Answer.passing(
                        () -> Answer.ok(Devices.list(features.listDevices(call.caller(), family, user, page))))));
    }

    private Answer read(Call call) {
        boolean expedite = call.query().flag("expedite");
        return Answer.of(call.query()
                .then(() -> features.readDevice(call.caller(), family, call.device(), expedite))
                .then(Answer.with(DeviceRoutes::whole)));
    }

    private Answer push(Call call) {
        boolean rehearsed = call.query().flag(Call.DRY_RUN);
        return Answer.of(call.query()
                .then(() -> Bodies.push(call.body()))
                .then(push -> rehearsed ? rehearse(call, push) : push(call, push)));
    }

    private Checked<Answer> rehearse(Call call, Push push) {
        return features.outcomes()
                .rehearse(call.caller(), family, call.device(), push.request())
                .then(Answer.with(rehearsal -> Answer.ok(Rehearsals.whole(rehearsal))));
    }

    private Checked<Answer> push(Call call, Push push) {
        return call.kept(
                DeviceRoutes::accepted,
                keep -> features.push(
                        call.caller(), family, call.device(), push.request(), controls(call.caller(), push), keep));
    }

    private static Answer accepted(Action action) {
        return new Answer.Data(202, Actions.accepted(action), Optional.of(action.id()));
    }

    /** Live devices never see sandbox controls; they are checked for their shape all the same. */
    private static SandboxControls controls(Caller caller, Push push) {
        return caller.tenant().environment() == Environment.SANDBOX ? push.controls() : SandboxControls.NONE;
    }

    private Answer configure(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.settings(call.body()))
                .then(request -> call.kept(
                        (List<Setting> updated) -> Answer.ok(Devices.updated(call.device(), updated)),
                        keep -> features.configure(call.caller(), family, call.device(), request, keep))));
    }

    private Answer unlink(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing -> call.kept(UserRoutes::leaving, keep -> features.users()
                        .unlink(call.caller(), family, call.device(), keep))));
    }

    private Answer changeTimezone(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.timezone(call.body()))
                .then(zone -> call.kept(
                        DeviceRoutes::whole,
                        keep -> features.changeTimezone(call.caller(), family, call.device(), zone, keep))));
    }

    private static Answer whole(DeviceView device) {
        return Answer.ok(Devices.whole(device));
    }
}
