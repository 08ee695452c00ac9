package energy.amps.server.http;

import energy.amps.device.Family;
import energy.amps.server.history.DeviceHistory;
import energy.amps.server.history.HistoryRequest;
import energy.amps.server.history.Resolution;
import energy.amps.server.http.view.Histories;
import java.util.List;
import java.util.Set;

/** The history of one family's devices (contract section 3). */
final class HistoryRoutes {

    private final HistoryFeatures features;
    private final Family family;

    HistoryRoutes(HistoryFeatures features, Family family) {
        this.features = features;
        this.family = family;
    }

    List<Route> all() {
        return List.of(Route.get(
                "/" + family.pathSegment() + "/{deviceId}/history", Set.of("from", "to", "resolution"), this::read));
    }

    private Answer read(Call call) {
        HistoryRequest request = new HistoryRequest(
                call.query().instant("from"),
                call.query().instant("to"),
                call.query().word("resolution", Resolution::of, Resolution.words()));
        return Answer.of(call.query()
                .then(() -> features.read(call.caller(), family, call.device(), request))
                .then(Answer.with(HistoryRoutes::answer)));
    }

    private static Answer answer(DeviceHistory history) {
        return new Answer.Table(Histories.of(history), () -> Histories.csv(history));
    }
}
