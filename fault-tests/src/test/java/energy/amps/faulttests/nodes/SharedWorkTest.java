package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.nodes.Nodes.Member;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes on one database share what is due, whoever accepted it, and decide races between them. */
class SharedWorkTest {
    private static final int ACTIONS = 300;
    private static final int RACES = 40;

    /**
     * Each node does at least a quarter of its even share. Rows go to whoever looks first after they come within the horizon,
     * and nodes look at moments that wander against each other: evenness grows with the number of looks, and over six
     * seconds of some twenty looks a node's share is seldom off by more than a half.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatOneNodeAcceptedAllOfThemDo(int count) throws Exception {
        try (Nodes nodes = Nodes.start(count, ACTIONS)) {
            List<String> ids = nodes.pushSpread(
                    nodes.get(0), ACTIONS, InstantSource.system().instant().plusSeconds(6), Duration.ofSeconds(6));
            nodes.awaitAllDone();
            nodes.assertEachDoneOnce(ids);
            List<Long> shares = new ArrayList<>();
            for (Member node : nodes.all()) {
                shares.add(sendings(node));
            }
            System.out.printf("%d nodes shared %d actions: %s%n", count, ACTIONS, shares);
            assertThat(shares.stream().mapToLong(share -> share).sum()).isEqualTo(ACTIONS);
            assertThat(shares).allSatisfy(share -> assertThat(share).isGreaterThanOrEqualTo(ACTIONS / count / 4));
        }
    }

    /** Contract section 6, over two nodes: decided under a lock on the device, and exactly one wins. */
    @Test
    void ofTwoPushesThroughTwoNodesExactlyOneIsAccepted() throws Exception {
        try (Nodes nodes = Nodes.start(2, RACES);
                ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACES; i++) {
                String device = nodes.device(i);
                List<Future<Integer>> answers = IntStream.range(0, 2)
                        .mapToObj(node -> both.submit(() -> nodes.get(node)
                                .client()
                                .post("/battery/" + device, "{\"action\":{\"command\":\"charge\",\"start\":\"1h\"}}")
                                .status()))
                        .toList();
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> answer : answers) {
                    statuses.add(answer.get());
                }
                assertThat(statuses).containsExactlyInAnyOrder(202, 409);
            }
            assertThat(nodes.tables().number("select count(*) from action")).isEqualTo(RACES);
        }
    }

    /** How many commands a node sent, by its own metrics. */
    private static long sendings(Member node) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            node.process().managementUrl().resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line ->
                            line.startsWith("amps_vendor_calls_seconds_count{") && line.contains("call=\"apply\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
