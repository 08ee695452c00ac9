package energy.amps.server.http.view;

import energy.amps.server.event.EventIds;
import energy.amps.server.event.Feed;
import energy.amps.server.event.FeedEvent;
import energy.amps.server.http.shape.Query;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** The feed of events (contract section 9). */
public final class Events {

    private Events() {}

    /** A part of the feed; its cursor is there even at the end, because there it goes on. */
    public static Content part(Feed.Part part, int limit) {
        return out -> {
            out.writeStartObject();
            out.writeName("items");
            out.writeStartArray();
            part.events().forEach(event -> one(event, out));
            out.writeEndArray();
            out.writeName("pagination");
            out.writeStartObject();
            out.writeNumberProperty("limit", limit);
            out.writeBooleanProperty("hasMore", part.more());
            out.writeStringProperty("nextCursor", Query.Cursor.of(part.position()));
            out.writeEndObject();
            out.writeEndObject();
        };
    }

    /** One event, as the stream sends it. */
    public static String text(FeedEvent event) {
        return Envelope.text(out -> members(event, out));
    }

    private static void one(FeedEvent event, JsonGenerator out) {
        out.writeStartObject();
        members(event, out);
        out.writeEndObject();
    }

    private static void members(FeedEvent event, JsonGenerator out) {
        out.writeStringProperty("id", event.id());
        out.writeStringProperty("messageId", EventIds.message(event.id()));
        out.writeStringProperty("type", event.type());
        Values.instant(out, "timestamp", Optional.of(event.occurredAt()));
        out.writeStringProperty("cursor", Query.Cursor.of(event.position()));
        out.writeName("data");
        if (event.data().isPresent()) {
            // Stored as it was sent, and is: to read it only to write it again would change its numbers.
            out.writeRawValue(event.data().get());
        } else {
            out.writeNull();
        }
    }
}
