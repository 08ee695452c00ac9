package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.action.Action;
import energy.amps.server.action.ActionFilter;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Actions;
import energy.amps.server.http.view.Timelines;
import energy.amps.server.store.ActionId;
import energy.amps.server.store.ActionState;
import energy.amps.server.store.Keep;
import energy.amps.server.store.Page;
import energy.amps.server.tenant.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of actions (contract section 5). */
final class ActionRoutes {

    private static final String ID_PREFIX = "act_";
    private static final List<String> FAMILIES =
            Arrays.stream(Family.values()).map(Family::wire).toList();
    private static final List<String> STATES =
            Arrays.stream(ActionState.values()).map(ActionState::wire).toList();

    private final Features features;

    ActionRoutes(Features features) {
        this.features = features;
    }

    List<Route> all() {
        return List.of(
                Route.get(
                        "/actions",
                        Set.of("limit", "offset", "cursor", "userId", "deviceType", "state", "deviceId"),
                        this::list),
                Route.get("/actions/{actionId}", Set.of(), this::read),
                Route.get("/actions/{actionId}/timeline", Set.of(), this::timeline),
                Route.post("/actions/{actionId}/cancel", BodyRule.EMPTY, call -> change(call, 200, features::cancel)),
                Route.post("/actions/{actionId}/end", BodyRule.EMPTY, call -> change(call, 202, features::end)));
    }

    private Answer list(Call call) {
        Page page = call.query().page(ID_PREFIX);
        ActionFilter filter = new ActionFilter(
                call.query().text("userId"),
                call.query().word("deviceType", Family::of, FAMILIES),
                call.query().word("state", ActionState::of, STATES),
                call.query().text("deviceId").map(DeviceId::new));
        return Answer.of(call.query()
                .then(Answer.passing(
                        () -> Answer.ok(Actions.list(features.listActions(call.caller(), filter, page))))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> features.readAction(call.caller(), call.action()))
                .then(Answer.with(action -> whole(action, 200))));
    }

    private Answer timeline(Call call) {
        return Answer.of(call.query()
                .then(() -> features.outcomes().timeline(call.caller(), call.action()))
                .then(Answer.with(timeline -> Answer.ok(Timelines.whole(timeline)))));
    }

    @FunctionalInterface
    private interface Change {
        Checked<Action> make(Caller caller, ActionId action, Keep<Action> keep);
    }

    private Answer change(Call call, int status, Change change) {
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing -> call.kept(
                        (Action action) -> whole(action, status),
                        keep -> change.make(call.caller(), call.action(), keep))));
    }

    private static Answer whole(Action action, int status) {
        return new Answer.Data(status, Actions.whole(action), Optional.of(action.id()));
    }
}
