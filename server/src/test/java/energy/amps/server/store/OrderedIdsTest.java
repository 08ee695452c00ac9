package energy.amps.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.testing.House;
import energy.amps.server.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {
    private final SettableClock clock = new SettableClock(House.START);
    private final Ids plain = new Ids(clock, new SplittableRandom(7));
    private final OrderedIds ordered = new OrderedIds(plain);

    /** More of them than a millisecond has numbers for. */
    @Test
    void eachSortsBehindTheOneBeforeWhateverTheClockDoes() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            made.add(ordered.next("act_"));
        }
        clock.advance(Duration.ofMinutes(-1));
        made.add(ordered.next("act_"));
        clock.advance(Duration.ofMinutes(2));
        made.add(ordered.next("act_"));
        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made.getLast()).isLessThan(next());
        assertThat(made).allMatch(id -> id.length() == plain.next("act_").length());
    }

    private String next() {
        clock.advance(Duration.ofMillis(1));
        return plain.next("act_");
    }
}
