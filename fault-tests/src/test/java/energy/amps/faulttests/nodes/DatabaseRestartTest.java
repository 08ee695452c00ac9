package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.harness.Postgres;
import energy.amps.faulttests.nodes.Nodes.Member;
import energy.amps.server.embedded.Durability;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The database ends without a word under three nodes, and comes back. */
class DatabaseRestartTest {
    private static final int NODES = 3;
    private static final int ACTIONS = 90;

    @Test
    void nodesAnswerThatTheyCannotServeAndGoOnWhereTheyWere() throws Exception {
        try (Rig rig = new Rig()) {
            Nodes nodes = rig.nodes;
            List<String> ids = new ArrayList<>(nodes.pushSpread(
                    nodes.get(0), ACTIONS, InstantSource.system().instant().plusSeconds(4), Duration.ofSeconds(12)));
            Nodes.eventually().until(() -> nodes.site().vendor().writes().size() > ACTIONS / 6);
            rig.stopAtOnce();
            for (Member node : nodes.all()) {
                Nodes.eventually().until(() -> !node.process().isReady());
                try (KeptConnection client =
                        new KeptConnection(node.process().url().getPort())) {
                    KeptConnection.Reply refused = client.send(
                            "POST",
                            "/battery/" + nodes.device(ACTIONS),
                            nodes.site().key(),
                            "{\"action\":{\"command\":\"idle\"}}");
                    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
                    assertThat(refused.retryAfter()).isTrue();
                }
            }
            rig.startAgain();
            for (Member node : nodes.all()) {
                Nodes.eventually().until(() -> node.process().isReady());
            }
            ids.add(nodes.push(nodes.get(2), ACTIONS, Optional.empty()));
            nodes.awaitAllDone();
            nodes.assertEachDoneOnce(ids);
        }
    }

    /** Three nodes that reach their database through a door, so that it may come back on another port. */
    private static final class Rig implements AutoCloseable {
        private final Nodes nodes = Nodes.start(0, ACTIONS + 1, Durability.DURABLE, plan -> plan);
        private final Door door;

        Rig() throws IOException {
            door = new Door(postgres().server().port());
            nodes.startWith(
                    plan -> plan.with("AMPS_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + door.port() + "/amps"));
            for (int i = 0; i < NODES; i++) {
                nodes.another();
            }
        }

        private Postgres postgres() {
            return nodes.site().postgres();
        }

        void stopAtOnce() {
            postgres().crash();
        }

        void startAgain() {
            postgres().restart();
            door.leadTo(postgres().server().port());
            nodes.reconnect();
        }

        @Override
        public void close() throws IOException {
            nodes.close();
            door.close();
        }
    }
}
