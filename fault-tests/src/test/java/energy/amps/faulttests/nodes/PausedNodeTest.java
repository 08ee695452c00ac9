package energy.amps.faulttests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.faulttests.nodes.Nodes.Member;
import energy.amps.testkit.process.JavaProcess;
import energy.amps.testkit.vendor.Call;
import energy.amps.testkit.vendor.Fault;
import energy.amps.testkit.vendor.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A node that stands still past its lease in the midst of work, while another takes the work over, and then goes on as if
 * nothing had been: what it writes is refused, and it sends nothing.
 */
class PausedNodeTest {
    private static Nodes nodes;
    private static Member sleeper;
    private static Member awake;

    @BeforeAll
    static void open() {
        nodes = Nodes.start(2, 4);
        sleeper = nodes.get(0);
        awake = nodes.get(1);
    }

    @AfterAll
    static void close() {
        nodes.close();
    }

    @AfterEach
    void wake() {
        process().resume();
        nodes.site().vendor().behave();
        Nodes.eventually().until(() -> sleeper.process().isReady());
    }

    private static JavaProcess process() {
        return sleeper.process().process();
    }

    /** The vendor did it, and its answer is out while the node sleeps: another learns by reading that it holds. */
    @Test
    void answerThatComesAfterAnotherHasSettledItIsDropped() throws Exception {
        nodes.site().vendor().play(Call.WRITE, nodes.device(0), Fault.APPLY_THEN_HANG, 1);
        String action = nodes.push(sleeper, 0, Optional.empty());
        awaitWrites(0, 1);
        process().pause();
        awaitState(action, "completed");
        String settled = row(action);
        process().resume();
        awaitDropped(action);
        assertThat(row(action)).isEqualTo(settled);
        assertThat(writes(0)).containsExactly(action + ".apply.1 true");
    }

    /** The same with a window, which another has found open and keeps: it is not shaken by what the sleeper says of it. */
    @Test
    void windowThatAnotherFoundOpenStaysOpen() throws Exception {
        nodes.site().vendor().play(Call.WRITE, nodes.device(3), Fault.APPLY_THEN_HANG, 1);
        Instant now = InstantSource.system().instant();
        String action = sleeper.client()
                .push(nodes.device(3), "charge", Optional.of(now.plusMillis(700)), Optional.of(now.plusSeconds(600)))
                .data("/id")
                .asString();
        awaitWrites(3, 1);
        process().pause();
        Nodes.eventually()
                .until(() ->
                        nodes.tables().number("select count(*) from action where id = ? and stage = 'open'", action)
                                == 1);
        String open = row(action);
        process().resume();
        awaitDropped(action);
        assertThat(row(action)).isEqualTo(open);
        assertThat(writes(3)).containsExactly(action + ".apply.1 true");
        assertThat(awake.client().post("/actions/" + action + "/end", "").status())
                .isEqualTo(202);
        awaitState(action, "completed");
        assertThat(writes(3)).hasSize(2);
    }

    /** The vendor did nothing: another sends it once more, and what the sleeper hears of its own sending is of no account. */
    @Test
    void sendingThatAnotherRepeatedIsNotRepeatedAgain() throws Exception {
        nodes.site().vendor().play(Call.WRITE, nodes.device(1), Fault.HANG, 1);
        String action = nodes.push(sleeper, 1, Optional.empty());
        awaitWrites(1, 1);
        process().pause();
        awaitState(action, "completed");
        String settled = row(action);
        process().resume();
        awaitDropped(action);
        assertThat(row(action)).isEqualTo(settled);
        assertThat(writes(1)).containsExactly(action + ".apply.1 false", action + ".apply.2 true");
    }

    /** Leased ahead and not yet sent: it wakes with a row in memory that is long due, while another's call is out. */
    @Test
    void rowThatWasHeldThroughTheSleepIsNotFiredWhileAnotherFiresIt() throws Exception {
        nodes.site().vendor().play(Call.WRITE, nodes.device(2), Fault.SLOW, 1, Duration.ofMillis(1800));
        String action = nodes.push(
                sleeper, 2, Optional.of(InstantSource.system().instant().plusMillis(800)));
        assertThat(nodes.tables().rows("select lease_owner from due where ref = ?", action))
                .containsExactly(sleeper.id());
        process().pause();
        awaitWrites(2, 1);
        assertThat(nodes.tables().rows("select lease_owner from due where ref = ?", action))
                .containsExactly(awake.id());
        process().resume();
        Nodes.eventually().until(() -> sleeper.process().isReady());
        awaitState(action, "completed");
        assertThat(writes(2)).containsExactly(action + ".apply.1 true");
        // No doubt arose on the way: it never had to be settled by reading.
        assertThat(nodes.tables().number("select attempt from action where id = ?", action))
                .isEqualTo(1);
    }

    private static void awaitWrites(int device, int count) {
        Nodes.eventually()
                .until(() -> nodes.site().vendor().writes(nodes.device(device)).size() == count);
    }

    private static void awaitState(String action, String state) {
        Nodes.eventually().until(() -> nodes.state(action).equals(state));
    }

    private static void awaitDropped(String action) {
        Nodes.eventually().until(() -> process()
                .printed()
                .contains("an answer for " + action + " came after its sending was settled otherwise; dropped"));
    }

    private static String row(String action) {
        return nodes.tables().rows("select * from action where id = ?", action).getFirst();
    }

    private static List<String> writes(int device) {
        return nodes.site().vendor().writes(nodes.device(device)).stream()
                .map(PausedNodeTest::shown)
                .toList();
    }

    private static String shown(Written write) {
        return write.id() + " " + write.applied();
    }
}
