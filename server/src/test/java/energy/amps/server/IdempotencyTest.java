package energy.amps.server;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.server.RunningNode.Reply;
import energy.amps.server.testing.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key has one effect, over HTTP and over nodes; and its answer outlives what it is about. */
class IdempotencyTest {
    private static final String PUSH = """
            {"action":{"command":"charge","start":"2h"},"onConflict":"queue_after"}""";

    @TempDir
    Path data;

    @Test
    void twentyAtOnceOverTwoNodesMakeOneAction() throws Exception {
        try (RunningNode one = new RunningNode(data, Map.of());
                RunningNode other = new RunningNode(one.database, data, Map.of());
                Sql sql = one.sql()) {
            assertThat(other.household.battery()).isEqualTo(one.household.battery());
            String path = "/battery/" + one.household.battery().value();
            for (int round = 1; round <= 5; round++) {
                String key = "round-" + round;
                List<Callable<Reply>> calls = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    RunningNode node = i % 2 == 0 ? one : other;
                    calls.add(() -> node.post(path, key, PUSH.replace("queue_after", "cancel_and_replace")));
                }
                List<Reply> replies;
                try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                    replies = clients.invokeAll(calls).stream()
                            .map(Future::resultNow)
                            .toList();
                }
                assertThat(replies)
                        .allMatch(reply ->
                                reply.status() == 202 || reply.at("/error/code").equals("IDEMPOTENCY_IN_PROGRESS"));
                assertThat(replies.stream()
                                .filter(reply -> reply.status() == 202
                                        && !reply.headers().containsKey("idempotent-replayed")))
                        .hasSize(1);
                assertThat(replies.stream().map(reply -> reply.at("/data/id")).filter(id -> !id.isEmpty()))
                        .containsOnly(other.post(path, key, PUSH.replace("queue_after", "cancel_and_replace"))
                                .at("/data/id"));
                assertThat(sql.number("select count(*) from action")).isEqualTo(round);
            }
        }
    }

    @Test
    void repetitionIsAnsweredThoughWhatItIsAboutIsGone() {
        try (RunningNode node = new RunningNode(data, Map.of());
                Sql sql = node.sql()) {
            String path = "/battery/" + node.household.battery().value();
            Reply first = node.post(path, "k", PUSH);
            assertThat(first.status()).isEqualTo(202);
            sql.run("delete from due");
            sql.run("delete from action");
            sql.run("delete from connector_state");
            sql.run("delete from device");
            assertThat(node.post(path, "other", PUSH).status()).isEqualTo(404);

            Reply again = node.post(path, "k", PUSH);
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
            assertThat(again.json().at("/data")).isEqualTo(first.json().at("/data"));
            assertThat(again.at("/meta/requestId")).isNotEqualTo(first.at("/meta/requestId"));
        }
    }

    /** Nothing of a request, its key or its answer's meta is stored in the clear. */
    @Test
    void onlyHashesAndDataAreStored() {
        try (RunningNode node = new RunningNode(data, Map.of());
                Sql sql = node.sql()) {
            node.post("/battery/" + node.household.battery().value(), "a-telling-key", PUSH);
            String row =
                    sql.column("select row_to_json(i)::text from idempotency i").getFirst();
            assertThat(row).doesNotContain("a-telling-key", "queue_after", "requestId", "amps_sk_");
        }
    }

    @Test
    void refusalLeavesTheKeyFree() {
        try (RunningNode node = new RunningNode(data, Map.of());
                Sql sql = node.sql()) {
            String path = "/battery/" + node.household.battery().value();
            assertThat(node.post(path, "k", PUSH.replace("charge", "fly")).status())
                    .isEqualTo(422);
            assertThat(node.post(path, "k", "{").status()).isEqualTo(400);
            assertThat(node.post("/battery/device_none", "k", PUSH).status()).isEqualTo(404);
            assertThat(sql.number("select count(*) from idempotency")).isZero();
            assertThat(node.post(path, "k", PUSH).status()).isEqualTo(202);
        }
    }
}
