package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.nodes.Nodes.Member;
import energy.amps.server.embedded.Durability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three nodes restarted one after the other behind a balancer that goes by readiness and retries nothing. */
class RollingRestartTest {
    private static final int NODES = 3;
    private static final int DEVICES = 2000;

    @Test
    void noRequestFailsAndNoPushIsLost() throws Exception {
        try (Nodes nodes = Nodes.start(NODES, DEVICES, Durability.DISPOSABLE, plan -> plan.with("AMPS_DRAIN", "PT2S"));
                Balancer balancer = new Balancer(nodes.site().key())) {
            nodes.all().forEach(node -> balancer.add(port(node)));
            nodes.all().forEach(node -> Nodes.eventually().until(() -> balancer.uses(port(node))));
            List<String> accepted;
            try (SteadyLoad load = new SteadyLoad(balancer, nodes.site().devices())) {
                for (Member old : nodes.all()) {
                    awaitAFewMore(load);
                    old.process().process().terminate();
                    old.process().process().awaitEnd();
                    Member fresh = nodes.another();
                    balancer.add(port(fresh));
                    Nodes.eventually().until(() -> balancer.served(port(fresh)) > 10);
                }
                awaitAFewMore(load);
                load.stop();
                assertThat(load.failures()).isEmpty();
                accepted = load.accepted();
                assertThat(accepted).hasSizeBetween(1, DEVICES - 1);
                System.out.printf(
                        "rolling restart of %d nodes: %d requests, %d of them pushes, none failed%n",
                        NODES, load.requests(), accepted.size());
            }
            nodes.awaitAllDone();
            nodes.assertEachDoneOnce(accepted);
        }
    }

    private static void awaitAFewMore(SteadyLoad load) {
        int before = load.requests();
        Nodes.eventually().until(() -> load.requests() > before + 50);
    }

    private static int port(Member node) {
        return node.process().url().getPort();
    }
}
