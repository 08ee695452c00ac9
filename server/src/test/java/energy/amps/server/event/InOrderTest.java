package energy.amps.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The order within a batch: by when things occurred, and of one device as they came, whatever ids and clocks say. */
class InOrderTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static FeedEvent event(String id, String subject, long sequence, int second) {
        return new FeedEvent(
                id,
                Optional.of(subject).filter(s -> !s.isEmpty()),
                sequence,
                "push.completed",
                NOON.plusSeconds(second),
                Optional.of("{}"),
                0);
    }

    private static List<String> order(FeedEvent... events) {
        return InOrder.numbered(Arrays.asList(events), 7).stream()
                .map(FeedEvent::id)
                .toList();
    }

    @Test
    void whatOccurredFirstStandsFirstWhateverTheIdsSay() {
        assertThat(order(event("evt_a", "d1", 1, 9), event("evt_b", "d2", 1, 3), event("evt_c", "d3", 1, 6)))
                .containsExactly("evt_b", "evt_c", "evt_a");
    }

    /** Ids of one millisecond are chance. */
    @Test
    void ofOneInstantDevicesStandTogetherEachInItsOrder() {
        assertThat(order(
                        event("evt_a", "d1", 3, 0),
                        event("evt_b", "d2", 8, 0),
                        event("evt_c", "d1", 2, 0),
                        event("evt_d", "d2", 7, 0)))
                .containsExactly("evt_c", "evt_a", "evt_d", "evt_b");
    }

    /** Another node's clock was behind, or a test clock was set back: what came second on a device stays second. */
    @Test
    void laterEventOfADeviceNeverStandsBeforeItsEarlierOne() {
        assertThat(order(
                        event("evt_a", "d1", 1, 5),
                        event("evt_b", "d1", 2, 1),
                        event("evt_c", "d1", 3, 2),
                        event("evt_d", "d2", 1, 3)))
                .containsExactly("evt_d", "evt_a", "evt_b", "evt_c");
    }

    /** Nobody knows any more whose they were: the numbers of several devices are among them. */
    @Test
    void eventsOfErasedDevicesStandWhereTheyOccurred() {
        assertThat(order(event("evt_a", "", 9, 1), event("evt_b", "", 1, 4), event("evt_c", "d1", 1, 2)))
                .containsExactly("evt_a", "evt_c", "evt_b");
    }

    @Test
    void positionsFollowOnWithoutAGap() {
        assertThat(InOrder.numbered(List.of(event("evt_a", "d1", 2, 1), event("evt_b", "d1", 1, 0)), 7))
                .extracting(FeedEvent::position)
                .containsExactly(8L, 9L);
    }
}
