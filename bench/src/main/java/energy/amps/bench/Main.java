package energy.amps.bench;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The program behind {@code ./amps bench}: runs one scenario and prints its report as Markdown. */
public final class Main {
    private static final int USAGE = 2;
    private static final Set<String> SCENARIOS = Set.of("read", "push", "due");

    private Main() {}

    /**
     * Arguments: the scenario and its options. The system property {@code amps.app} names the folder of the server's jars,
     * {@code amps.folder} the one below which data is made.
     */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        if (words.isEmpty() || !SCENARIOS.contains(words.getFirst())) {
            System.err.print(Options.USAGE);
            System.exit(USAGE);
        }
        Options options;
        try {
            options = Options.parse(words.subList(1, words.size()));
        } catch (IllegalArgumentException e) {
            System.err.println("amps bench: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        Path app = Path.of(property("amps.app"));
        Path folder = Path.of(property("amps.folder"));
        InstantSource clock = InstantSource.system();
        System.err.println("Starting a server of its own ...");
        try (ServerProcess server = ServerProcess.start(app, folder, options.recording())) {
            Postgres postgres = server.postgres();
            Machine machine = Machine.here(clock.instant(), server.data(), postgres);
            Scene scene = new Scene(options, server, postgres, property("java.class.path"), clock);
            try {
                System.out.println(run(words.getFirst(), scene).markdown(machine));
            } catch (Exception e) {
                System.err.println("amps bench: failed; the logs are kept in " + server.keepData());
                throw e;
            }
        }
    }

    private static Report run(String scenario, Scene scene) throws Exception {
        return switch (scenario) {
            case "read" -> new ReadScenario(scene).run();
            case "push" -> new PushScenario(scene).run();
            default -> new DueScenario(scene).run();
        };
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the system property " + name + " is missing: start this with ./amps bench");
        }
        return value;
    }
}
