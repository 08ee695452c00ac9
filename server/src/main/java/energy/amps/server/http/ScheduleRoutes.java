package energy.amps.server.http;

import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Schedules;
import energy.amps.server.schedule.Schedule;
import energy.amps.server.schedule.ScheduleFilter;
import energy.amps.server.store.Page;
import energy.amps.server.store.ScheduleId;
import energy.amps.server.store.ScheduleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of schedules (contract section 8). */
final class ScheduleRoutes {

    private static final List<String> STATES =
            Arrays.stream(ScheduleState.values()).map(ScheduleState::wire).toList();

    private final ScheduleFeatures features;
    private final Collection<Family> families;

    /** @param families those that are served; a schedule can be had on what takes commands */
    ScheduleRoutes(ScheduleFeatures features, Collection<Family> families) {
        this.features = features;
        this.families = families;
    }

    List<Route> all() {
        List<Route> routes = new ArrayList<>();
        for (Family family : families) {
            if (family.takesCommands()) {
                String path = "/" + family.pathSegment() + "/{deviceId}/schedule";
                routes.add(Route.get(path, Set.of(), call -> read(call, family)));
                routes.add(Route.put(path, call -> set(call, family)));
                routes.add(Route.delete(path, call -> cancel(call, family)));
            }
        }
        routes.add(Route.get(
                "/schedules", Set.of("limit", "offset", "cursor", "userId", "state", "deviceId"), this::list));
        routes.add(Route.get("/schedules/{scheduleId}", Set.of(), this::read));
        routes.add(Route.get("/schedules/{scheduleId}/occurrences", Set.of("from", "to"), this::occurrences));
        return routes;
    }

    private Answer read(Call call, Family family) {
        return Answer.of(call.query()
                .then(() -> features.read(call.caller(), family, call.device()))
                .then(Answer.with(ScheduleRoutes::whole)));
    }

    private Answer set(Call call, Family family) {
        return Answer.of(call.query()
                .then(() -> Bodies.schedule(call.body()))
                .then(request -> call.kept(
                        ScheduleRoutes::whole,
                        keep -> features.set(call.caller(), family, call.device(), request, keep))));
    }

    private Answer cancel(Call call, Family family) {
        return Answer.of(call.query()
                .then(() -> Bodies.nothing(call.body()))
                .then(nothing -> call.kept(
                        ScheduleRoutes::whole, keep -> features.cancel(call.caller(), family, call.device(), keep))));
    }

    private Answer list(Call call) {
        Page page = call.query().page(ScheduleId.PREFIX);
        ScheduleFilter filter = new ScheduleFilter(
                call.query().text("userId"),
                call.query().word("state", ScheduleState::of, STATES),
                call.query().text("deviceId").map(DeviceId::new));
        return Answer.of(call.query()
                .then(Answer.passing(() -> Answer.ok(Schedules.list(features.list(call.caller(), filter, page))))));
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> features.read(call.caller(), call.schedule()))
                .then(Answer.with(ScheduleRoutes::whole)));
    }

    private Answer occurrences(Call call) {
        Optional<Instant> from = call.query().instant("from");
        Optional<Instant> until = call.query().instant("to");
        return Answer.of(call.query()
                .then(() -> features.occurrences(call.caller(), call.schedule(), from, until))
                .then(Answer.with(preview -> Answer.ok(Schedules.preview(preview)))));
    }

    private static Answer whole(Schedule schedule) {
        return Answer.ok(Schedules.whole(schedule));
    }
}
