package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.faulttests.harness.Tables;
import energy.amps.server.embedded.Durability;
import energy.amps.testkit.process.NodeProcess;
import energy.amps.testkit.vendor.Written;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/** A site with several nodes, and what a test asks of them together. */
final class Nodes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;
    private Tables tables;
    private final List<Member> members = new ArrayList<>();
    private UnaryOperator<NodeProcess.Plan> settings;

    /**
     * A node that was started.
     *
     * @param process it
     * @param client speaks to it
     * @param id as it stands in the rows it holds
     */
    record Member(NodeProcess process, Client client, String id) {}

    private Nodes(Site site, UnaryOperator<NodeProcess.Plan> settings) {
        this.site = site;
        this.tables = site.tables();
        this.settings = settings;
    }

    static Nodes start(int nodes, int devices) {
        return start(nodes, devices, Durability.DISPOSABLE, plan -> plan);
    }

    /** @param settings what each node is started with beside the site's own */
    static Nodes start(int nodes, int devices, Durability durability, UnaryOperator<NodeProcess.Plan> settings) {
        Nodes all = new Nodes(Site.open(devices, durability), settings);
        for (int i = 0; i < nodes; i++) {
            all.another();
        }
        return all;
    }

    /** What nodes are started with from now on. */
    void startWith(UnaryOperator<NodeProcess.Plan> changed) {
        settings = changed;
    }

    /** The database is another one, or the same elsewhere. */
    void reconnect() {
        tables.close();
        tables = site.tables();
    }

    /** Starts one more node, and waits until it is ready. */
    Member another() {
        List<String> before = tables.rows("select id from node");
        NodeProcess process = NodeProcess.start(settings.apply(site.plan("node-" + (members.size() + 1))));
        String id = tables.rows("select id from node order by id desc").stream()
                .filter(row -> !before.contains(row))
                .findFirst()
                .orElseThrow();
        Member member = new Member(process, site.client(process), id);
        members.add(member);
        return member;
    }

    Member get(int index) {
        return members.get(index);
    }

    List<Member> all() {
        return List.copyOf(members);
    }

    Site site() {
        return site;
    }

    Tables tables() {
        return tables;
    }

    String device(int index) {
        return site.devices().get(index);
    }

    /** Pushes through a node; gives the action's id. */
    String push(Member member, int device, Optional<Instant> start) throws IOException {
        Answer answer = member.client().push(device(device), "charge", start, Optional.empty());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.data("/id").asString();
    }

    /** Pushes one action to each of the first devices, due one after the other over {@code over}; all through one node. */
    List<String> pushSpread(Member member, int count, Instant first, Duration over) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(push(member, i, Optional.of(first.plus(over.multipliedBy(i).dividedBy(count)))));
        }
        return ids;
    }

    static ConditionFactory eventually() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** Waits until no action is unfinished. */
    void awaitAllDone() {
        eventually().until(() -> tables.number("select count(*) from action where stage <> 'done'") == 0);
    }

    String state(String action) {
        return tables.rows("select state from action where id = ?", action).getFirst();
    }

    /** Writes per action, by the vendor's log. */
    Map<String, List<Written>> writes() {
        return site.vendor().writes().stream().collect(Collectors.groupingBy(write -> write.id()
                .substring(0, write.id().indexOf('.'))));
    }

    /** Every action is completed, and reached the vendor once; nothing else did, and no due row is left. */
    void assertEachDoneOnce(Collection<String> actions) {
        assertThat(tables.rows(
                        "select concat_ws(' ', id, state, stage, error_code, error_message, 'attempt', attempt, fault_code)"
                                + " from action where state <> 'completed'"))
                .isEmpty();
        assertThat(tables.rows("select id from action")).containsExactlyInAnyOrderElementsOf(actions);
        Map<String, List<Written>> writes = writes();
        assertThat(writes.keySet()).containsExactlyInAnyOrderElementsOf(actions);
        assertThat(writes).allSatisfy((action, its) -> assertThat(its).hasSize(1));
        assertThat(tables.number("select count(*) from due")).isZero();
    }

    @Override
    public void close() {
        members.forEach(member -> {
            member.client().close();
            member.process().close();
        });
        tables.close();
        site.close();
    }
}
