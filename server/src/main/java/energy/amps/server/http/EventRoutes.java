package energy.amps.server.http;

import energy.amps.check.Checked;
import energy.amps.fault.ErrorCode;
import energy.amps.fault.Refusal;
import energy.amps.server.http.shape.Query;
import energy.amps.server.http.view.Events;
import energy.amps.server.store.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The routes of the feed of events (contract section 9). */
final class EventRoutes {
    private final EventFeatures events;
    private final EventStreams streams = new EventStreams();
    private final EventCatalogue catalogue = EventCatalogue.of(ApiDocument.read());

    EventRoutes(EventFeatures events) {
        this.events = events;
    }

    List<Route> all() {
        return Stream.of(
                        Route.get("/events", Set.of("after", "limit"), this::read),
                        Route.get("/events/stream", Set.of("after"), this::stream),
                        Route.get(
                                "/event-types",
                                Set.of(),
                                call -> Answer.of(
                                        call.query().then(Answer.passing(() -> Answer.ok(catalogue.content()))))))
                .map(Route::customerWide)
                .toList();
    }

    private Answer read(Call call) {
        OptionalLong after = call.query().place("after");
        int limit = call.query().limit();
        return Answer.of(call.query()
                .then(() -> events.read(call.caller().tenant(), after, limit))
                .then(Answer.with(part -> Answer.ok(Events.part(part, limit)))));
    }

    /** {@code Last-Event-ID} is what a browser sends by itself when it takes a stream up again; it wins over {@code after}. */
    private Answer stream(Call call) {
        OptionalLong after = call.query().place("after");
        Optional<String> last = call.lastEventId().filter(id -> !id.isEmpty());
        OptionalLong seen = last.map(Query.Cursor::place).orElse(after);
        return Answer.of(call.query()
                .then(() -> last.isPresent() && seen.isEmpty()
                        ? new Checked.Refused<Answer>(noCursor())
                        : opened(call.caller().tenant(), seen)));
    }

    private Checked<Answer> opened(Tenant tenant, OptionalLong seen) {
        if (seen.isEmpty()) {
            return streams.open(events, tenant, events.end(tenant));
        }
        // A cursor that is refused is refused before the stream begins.
        return events.read(tenant, seen, 1).then(part -> streams.open(events, tenant, seen.getAsLong()));
    }

    private static Refusal noCursor() {
        String message = "not a cursor of the feed of events";
        return new Refusal(
                ErrorCode.VALIDATION_ERROR,
                "Malformed request: Last-Event-ID: " + message + ".",
                Map.of("errors", List.of(Map.of("pointer", "Last-Event-ID", "message", message))));
    }
}
