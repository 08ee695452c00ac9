package energy.amps.server.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order in which events are numbered: by when they occurred, but never against the sequence of a device. */
final class InOrder {
    /** An event, and the instant that it is placed by. */
    private record Placed(Instant at, FeedEvent event) {}

    private static final Comparator<FeedEvent> WITHIN_AN_INSTANT = Comparator.comparing(
                    (FeedEvent event) -> event.subject().orElse(""))
            .thenComparingLong(FeedEvent::sequence)
            .thenComparing(FeedEvent::id);

    private InOrder() {}

    /**
     * The events with their positions. Nodes' clocks differ by a breath, and a test clock can be set back: what bears an
     * earlier instant than what came before it on its device is placed by the instant of that.
     */
    static List<FeedEvent> numbered(List<FeedEvent> events, long after) {
        Map<Optional<String>, Instant> reached = new HashMap<>();
        List<Placed> placed = new ArrayList<>();
        events.stream()
                .sorted(Comparator.comparingLong(FeedEvent::sequence))
                .forEach(event -> placed.add(new Placed(at(event, reached), event)));
        placed.sort(Comparator.comparing(Placed::at).thenComparing(Placed::event, WITHIN_AN_INSTANT));
        List<FeedEvent> numbered = new ArrayList<>();
        for (Placed each : placed) {
            numbered.add(each.event().at(after + numbered.size() + 1));
        }
        return numbered;
    }

    /** Of erased devices nobody knows any more which events were of the same one. */
    private static Instant at(FeedEvent event, Map<Optional<String>, Instant> reached) {
        return event.subject().isEmpty()
                ? event.occurredAt()
                : reached.merge(event.subject(), event.occurredAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
}
