package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.nodes.Listener.Heard;
import energy.amps.faulttests.nodes.Nodes.Member;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Contract section 9, at least once: one of two nodes is killed while messages are out. All of them arrive, what had been
 * out comes again under the same id with the same body, and the feed holds each once, without a gap.
 */
class KilledSenderTest {
    private static final int PUSHES = 200;
    private static final int PAGE = 50;

    @Test
    void everyMessageArrivesAlthoughItsSenderIsKilled() throws Exception {
        try (Listener listener = new Listener();
                Nodes nodes = Nodes.start(2, PUSHES, Durability.DISPOSABLE, KilledSenderTest::sending)) {
            Answer made = nodes.get(0)
                    .client()
                    .post("/webhook-endpoints", "{\"url\":\"" + listener.url() + "\",\"events\":[\"push.completed\"]}");
            assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
            for (int i = 0; i < PUSHES; i++) {
                nodes.push(nodes.get(i % 2), i, Optional.empty());
            }
            nodes.awaitAllDone();
            Member killed = nodes.get(1);
            // It holds some, and some of those are out: nobody has been answered yet.
            Nodes.eventually().until(() -> !out(nodes, killed, listener).isEmpty());

            killed.process().process().kill();
            Set<String> out = out(nodes, killed, listener);
            listener.answer();

            Nodes.eventually()
                    .until(() -> nodes.tables().number("select count(*) from event where position is null")
                                    + nodes.tables().number("select count(*) from delivery")
                            == 0);
            Map<String, List<Heard>> heard = listener.heard().stream().collect(Collectors.groupingBy(Heard::id));
            assertThat(heard.keySet())
                    .hasSize(PUSHES)
                    .containsExactlyInAnyOrderElementsOf(nodes.tables()
                            .rows("select replace(id, 'evt_', 'msg_') from event" + " where type = 'push.completed'"));
            assertThat(heard)
                    .allSatisfy((id, its) ->
                            assertThat(its.stream().map(Heard::body).distinct()).hasSize(1));
            assertThat(out).isNotEmpty().allSatisfy(id -> assertThat(heard.get(id))
                    .hasSizeGreaterThan(1));
            assertThat(feed(nodes.get(0))).doesNotHaveDuplicates().hasSize(PUSHES);
            System.out.printf(
                    "a sender killed with %d messages out: %d messages in %d deliveries%n",
                    out.size(), PUSHES, listener.heard().size());
        }
    }

    private static NodeProcess.Plan sending(NodeProcess.Plan plan) {
        return plan.with("AMPS_WEBHOOK_ALLOW", "127.0.0.0/8")
                .with("AMPS_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    }

    /** Messages that a node holds and that have come. */
    private static Set<String> out(Nodes nodes, Member holder, Listener listener) {
        Set<String> out = new HashSet<>(nodes.tables()
                .rows("select replace(event_id, 'evt_', 'msg_') from delivery where lease_owner = ?", holder.id()));
        out.retainAll(listener.heard().stream().map(Heard::id).collect(Collectors.toSet()));
        return out;
    }

    private static List<String> feed(Member node) throws IOException {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        while (true) {
            Answer part = node.client().get("/events?limit=" + PAGE + cursor);
            assertThat(part.status()).isEqualTo(200);
            part.data("/items").forEach(item -> {
                // What was read back afterwards is told of as well, when its time has come.
                if (item.path("type").asString().equals("push.completed")) {
                    ids.add(item.path("id").asString());
                }
            });
            if (!part.data("/pagination/hasMore").asBoolean()) {
                return ids;
            }
            cursor = "&after=" + part.data("/pagination/nextCursor").asString();
        }
    }
}
