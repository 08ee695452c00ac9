package energy.amps.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A short run of the simulation; the long one is {@code ./amps simulate}. */
class SimulationTest {
    private static final int FIXED = 120;
    private static final int FRESH = 30;

    private static final Stage STAGE = new Stage();
    private static Runnable loudAgain = () -> {};

    @BeforeAll
    static void quietly() {
        loudAgain = Simulate.quietly();
    }

    @AfterAll
    static void close() {
        loudAgain.run();
        STAGE.close();
    }

    @Test
    void seedsThatAreAlwaysTheSameAreGreen() {
        for (long seed = 1; seed <= FIXED; seed++) {
            Simulation.run(seed, STAGE);
        }
    }

    /** The seed is in the message of a red one. */
    @Test
    void seedsThatNobodyHasSeenAreGreen() {
        long first = ThreadLocalRandom.current().nextLong(1_000_000, Long.MAX_VALUE / 2);
        System.out.println("simulating " + FRESH + " seeds from " + first);
        for (long seed = first; seed < first + FRESH; seed++) {
            Simulation.run(seed, STAGE);
        }
    }

    @Test
    void seedRunsTheSameWayEachTime() {
        List<String> hashes = new ArrayList<>();
        List<String> again = new ArrayList<>();
        for (long seed = 101; seed <= 108; seed++) {
            hashes.add(Simulation.run(seed, STAGE).hash());
        }
        for (long seed = 101; seed <= 108; seed++) {
            again.add(Simulation.run(seed, STAGE).hash());
        }
        assertThat(again).isEqualTo(hashes);
        assertThat(hashes).doesNotHaveDuplicates();
    }

    /** Seeds that went red once, each for the bug that is named. */
    @Test
    void seedsThatFoundABugStayGreen() {
        // A node whose commit or claim was answered by silence held rows that it did not know of, for as long as it
        // lived.
        for (long seed : List.of(53L, 88L, 90L)) {
            Simulation.run(seed, STAGE);
        }
        // A write that was held up past its node's lease arrived after the node had renewed it; the auditor took the
        // new lease for the one that the write had set out under.
        Simulation.run(3942830548206774449L, STAGE);
    }
}
