package energy.amps.server.http.view;

import energy.amps.server.http.shape.Query;
import energy.amps.server.store.Slice;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Lists with their pagination (contract section 2, <i>Lists</i>). */
final class Lists {

    private Lists() {}

    static <T> Content of(Slice<T> slice, Function<T, Content> item) {
        return out -> {
            out.writeStartObject();
            out.writeName("items");
            out.writeStartArray();
            slice.items().forEach(each -> item.apply(each).write(out));
            out.writeEndArray();
            pagination(slice, out);
            out.writeEndObject();
        };
    }

    private static void pagination(Slice<?> slice, JsonGenerator out) {
        out.writeName("pagination");
        out.writeStartObject();
        out.writeNumberProperty("limit", slice.page().limit());
        out.writeNumberProperty("offset", slice.page().offset());
        out.writeNumberProperty("total", slice.total());
        out.writeBooleanProperty("hasMore", slice.hasMore());
        slice.nextCursor().ifPresent(id -> out.writeStringProperty("nextCursor", Query.Cursor.of(id)));
        if (slice.totalIsLowerBound()) {
            out.writeBooleanProperty("totalIsLowerBound", true);
        }
        out.writeEndObject();
    }
}
