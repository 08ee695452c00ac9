package energy.amps.server.http;

import energy.amps.server.http.view.Vendors;
import java.util.List;
import java.util.Set;

/** How vendors answer (additive). */
final class VendorRoutes {
    private final VendorFeatures features;

    VendorRoutes(VendorFeatures features) {
        this.features = features;
    }

    List<Route> all() {
        return List.of(Route.get("/health/vendors", Set.of(), this::health));
    }

    private Answer health(Call call) {
        return Answer.of(
                call.query().then(Answer.passing(() -> Answer.ok(Vendors.health(features.health(call.caller()))))));
    }
}
