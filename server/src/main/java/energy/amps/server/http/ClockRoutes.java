package energy.amps.server.http;

import energy.amps.server.clock.ClockView;
import energy.amps.server.http.Route.BodyRule;
import energy.amps.server.http.shape.Bodies;
import energy.amps.server.http.view.Clocks;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of the sandbox's clock (contract section 11). */
final class ClockRoutes {

    private static final String CLOCK = "/sandbox/clock";

    private final ClockFeatures features;

    ClockRoutes(ClockFeatures features) {
        this.features = features;
    }

    List<Route> all() {
        return List.of(
                Route.get(CLOCK, Set.of(), this::read).customerWide(),
                Route.post(CLOCK, BodyRule.REQUIRED, this::turn).customerWide());
    }

    private Answer read(Call call) {
        return Answer.of(call.query()
                .then(() -> features.read(call.caller()))
                .then(Answer.with(clock -> Answer.ok(Clocks.of(clock)))));
    }

    private Answer turn(Call call) {
        return Answer.of(call.query()
                .then(() -> Bodies.clock(call.body()))
                .then(turn -> call.kept(ClockRoutes::accepted, keep -> features.turn(call.caller(), turn, keep))));
    }

    private static Answer accepted(ClockView clock) {
        return new Answer.Data(202, Clocks.of(clock), Optional.empty());
    }
}
