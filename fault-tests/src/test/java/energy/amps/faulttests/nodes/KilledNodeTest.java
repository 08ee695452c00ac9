package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.nodes.Nodes.Member;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node held that was killed under load is done by those that live, once each. */
class KilledNodeTest {
    private static final int ACTIONS = 240;
    private static final Duration OVER = Duration.ofSeconds(8);

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void workOfAKilledNodeMovesAndIsDoneOnce(int count) throws Exception {
        try (Nodes nodes = Nodes.start(count, ACTIONS)) {
            Member killed = nodes.get(count - 1);
            List<String> ids = nodes.pushSpread(
                    nodes.get(0), ACTIONS, InstantSource.system().instant().plusSeconds(5), OVER);
            // In the midst of its work: it holds rows, and has done some.
            Nodes.eventually()
                    .until(() -> nodes.site().vendor().writes().size() > ACTIONS / 6
                            && nodes.tables().number("select count(*) from due where lease_owner = ?", killed.id())
                                    > 2);
            killed.process().process().kill();
            Instant killedAt = InstantSource.system().instant();
            List<String> orphans = nodes.tables().rows("select ref from due where lease_owner = ?", killed.id());
            nodes.awaitAllDone();
            nodes.assertEachDoneOnce(ids);
            assertThat(nodes.tables().rows("select id from node")).doesNotContain(killed.id());
            report(count, nodes, orphans, killedAt);
        }
    }

    /** How long it took is printed, not asserted: machines differ. The promise is the lease and a quarter of it. */
    private static void report(int count, Nodes nodes, List<String> orphans, Instant killedAt) {
        Map<String, Instant> first = nodes.writes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getFirst().at()));
        List<Long> millis = orphans.stream()
                .map(first::get)
                .filter(at -> at.isAfter(killedAt))
                .map(at -> Duration.between(killedAt, at).toMillis())
                .sorted()
                .toList();
        System.out.printf(
                "%d nodes, one killed: it held %d rows; those it had not sent fired %s ms after the kill%n",
                count, orphans.size(), millis.isEmpty() ? "-" : millis.getFirst() + ".." + millis.getLast());
    }
}
