package energy.amps.server.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Runs seeds from the command line: {@code --seed n}, or {@code --seeds how-many --from n}, and stops after {@code --reds}
 * red ones, 20 if not said; exit code 1 with a red one.
 */
public final class Simulate {
    private static final int SEEDS = 1000;
    private static final int REPORT_EVERY = 100;

    private Simulate() {}

    public static void main(String[] args) {
        Map<String, Long> options = options(args);
        PrintStream out = System.out;
        long from = options.getOrDefault("--seed", options.getOrDefault("--from", 1L));
        long many = options.containsKey("--seed") ? 1 : options.getOrDefault("--seeds", (long) SEEDS);
        long mostRed = options.getOrDefault("--reds", 20L);
        quietly();
        int red = 0;
        Totals totals = new Totals();
        long startNanos = System.nanoTime();
        try (Stage stage = new Stage()) {
            for (long seed = from; seed < from + many && red < mostRed; seed++) {
                try {
                    Simulation.Outcome outcome = Simulation.run(seed, stage);
                    totals.add(outcome);
                    if (many == 1) {
                        out.println(outcome);
                    }
                } catch (RedSeed e) {
                    red++;
                    out.println(e.getMessage());
                }
                long done = seed - from + 1;
                if (done % REPORT_EVERY == 0) {
                    out.println(done + " seeds, " + red + " red, " + (System.nanoTime() - startNanos) / 1_000_000_000
                            + " s, " + totals);
                }
            }
        }
        out.println(many + " seeds from " + from + ", " + red + " red, " + totals);
        System.exit(red == 0 ? 0 : 1);
    }

    private static final class Totals {
        private long steps;
        private long calls;
        private long excused;

        void add(Simulation.Outcome outcome) {
            steps += outcome.steps();
            calls += outcome.calls();
            excused += outcome.excused();
        }

        @Override
        public String toString() {
            return steps + " steps, " + calls + " calls, " + excused + " devices excused";
        }
    }

    private static Map<String, Long> options(String[] args) {
        Map<String, Long> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], Long.parseLong(args[i + 1]));
        }
        return options;
    }

    /** The platform logs every fault as it should; here faults are the daily bread. */
    static Runnable quietly() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        Logger own = (Logger) LoggerFactory.getLogger("energy.amps");
        Level ownBefore = own.getLevel();
        root.setLevel(Level.OFF);
        own.setLevel(Level.OFF);
        return () -> {
            root.setLevel(before);
            own.setLevel(ownBefore);
        };
    }
}
