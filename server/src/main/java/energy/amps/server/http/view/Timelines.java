package energy.amps.server.http.view;

import energy.amps.server.action.Timeline;
import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The course of actions (contract section 5, timeline). */
public final class Timelines {

    private Timelines() {}

    /** The whole of it; every key of an item is there, null where it does not apply. */
    public static Content whole(Timeline timeline) {
        return out -> {
            out.writeStartObject();
            out.writeStringProperty("actionId", timeline.action().value());
            out.writeName("items");
            out.writeStartArray();
            timeline.items().forEach(item -> item(item, out));
            out.writeEndArray();
            out.writeBooleanProperty("hasMore", timeline.hasMore());
            out.writeEndObject();
        };
    }

    private static void item(Timeline.Item item, JsonGenerator out) {
        out.writeStartObject();
        Values.instant(out, "at", Optional.of(item.at()));
        out.writeStringProperty("type", item.type().wire());
        out.writeStringProperty("name", item.name());
        out.writeName("attempt");
        item.attempt().ifPresentOrElse(out::writeNumber, out::writeNull);
        Values.text(out, "outcome", item.outcome());
        Values.text(out, "errorCode", item.errorCode());
        out.writeName("durationMs");
        item.took()
                .map(took -> BigDecimal.valueOf(took.toNanos() / 1_000, 3))
                .ifPresentOrElse(out::writeNumber, out::writeNull);
        Rehearsals.calls(item.calls(), out);
        out.writeEndObject();
    }
}
