package energy.amps.server.http;

import energy.amps.device.Family;
import energy.amps.fault.ErrorCode;
import energy.amps.server.http.view.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The routes of both listeners. The order of a table is the order of the API document. */
final class Routes {

    private static final Content UP = Content.status("up");

    private Routes() {}

    /**
     * Everything that the public listener serves.
     *
     * @param document the API document, as JSON
     */
    static List<Route> all(Features features, Traffic traffic, byte[] document) {
        List<Route> routes = new ArrayList<>(health(features, traffic));
        Answer openapi = new Answer.Document("application/json", document);
        routes.add(Route.open("/openapi/openapi.json", () -> openapi));
        for (Family family : features.families()) {
            routes.addAll(new DeviceRoutes(features, family).all());
            routes.addAll(new HistoryRoutes(features.history(), family).all());
        }
        routes.addAll(new ActionRoutes(features).all());
        routes.addAll(new LinkRoutes(features.links()).all());
        routes.addAll(new UserRoutes(features.users()).all());
        routes.addAll(new ScheduleRoutes(features.schedules(), features.families()).all());
        routes.addAll(new WebhookRoutes(features.webhooks()).all());
        routes.addAll(new EventRoutes(features.events()).all());
        routes.addAll(new AccountRoutes(features).all());
        routes.addAll(new VendorRoutes(features.vendors()).all());
        routes.addAll(new ClockRoutes(features.clocks()).all());
        return List.copyOf(routes);
    }

    /**
     * Everything that the management listener serves.
     *
     * @param metrics the registry, in the Prometheus text format
     */
    static List<Route> management(
            Features features, OperatorFeatures operator, Traffic traffic, Supplier<String> metrics) {
        List<Route> routes = new ArrayList<>(health(features, traffic));
        routes.add(Route.open(
                "/metrics",
                () -> new Answer.Document(
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.get().getBytes(StandardCharsets.UTF_8))));
        routes.addAll(new OperatorRoutes(operator).all());
        return List.copyOf(routes);
    }

    private static List<Route> health(Features features, Traffic traffic) {
        return List.of(
                Route.open("/health/live", () -> Answer.ok(UP)),
                Route.open("/health/ready", () -> ready(features, traffic)));
    }

    private static Answer ready(Features features, Traffic traffic) {
        traffic.probed();
        if (traffic.isDraining()) {
            return Answer.refused(ErrorCode.SERVICE_UNAVAILABLE, "This node is shutting down.");
        }
        return features.ready()
                ? Answer.ok(UP)
                : Answer.refused(ErrorCode.SERVICE_UNAVAILABLE, "This node cannot serve requests now.");
    }
}
