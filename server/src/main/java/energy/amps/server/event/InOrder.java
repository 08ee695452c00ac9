package energy.amps.server.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order in which events are numbered: by age as their ids tell it, but never against the sequence of a device. */
final class InOrder {
    private InOrder() {}

    /**
     * The events with their positions. Ids are made by several nodes, whose clocks may differ by a breath; where two events of
     * one device stand the wrong way round, they change places.
     */
    static List<FeedEvent> numbered(List<FeedEvent> events, long after) {
        List<FeedEvent> byAge = new ArrayList<>(events);
        byAge.sort(Comparator.comparing(FeedEvent::id));
        Map<String, Deque<FeedEvent>> bySubject = new HashMap<>();
        byAge.stream().sorted(Comparator.comparingLong(FeedEvent::sequence)).forEach(event -> bySubject
                .computeIfAbsent(event.subject(), subject -> new ArrayDeque<>())
                .add(event));
        List<FeedEvent> numbered = new ArrayList<>();
        for (FeedEvent place : byAge) {
            FeedEvent next =
                    bySubject.getOrDefault(place.subject(), new ArrayDeque<>()).remove();
            numbered.add(next.at(after + numbered.size() + 1));
        }
        return numbered;
    }
}
