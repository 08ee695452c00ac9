package energy.amps.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The program behind {@code ./amps bench}: runs one scenario, or all, and prints what they found as Markdown. */
public final class Main {
    private static final int USAGE = 2;
    private static final int FAILED = 1;
    private static final String ALL = "all";

    private final Site site;
    private final long startNanos = System.nanoTime();

    private Main(Site site) {
        this.site = site;
    }

    /**
     * Arguments: the scenario and its options. The system property {@code amps.app} names the folder of the server's jars,
     * {@code amps.script} the script that starts it, {@code amps.cache} the class cache which that one uses, {@code
     * amps.folder} the folder below which data is made.
     */
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args);
        Optional<Scenario> scenario = words.isEmpty() ? Optional.empty() : Scenario.named(words.getFirst());
        if (words.isEmpty() || (scenario.isEmpty() && !words.getFirst().equals(ALL))) {
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
        Site.Program program = new Site.Program(
                Path.of(property("amps.app")), Path.of(property("amps.script")), Path.of(property("amps.cache")));
        Main main = new Main(new Site(
                options,
                program,
                Path.of(property("amps.folder")),
                property("java.class.path"),
                InstantSource.system()));
        if (scenario.isPresent()) {
            main.one(scenario.get());
        } else if (!main.all()) {
            System.exit(FAILED);
        }
    }

    private void one(Scenario scenario) throws Exception {
        System.err.println("Running " + scenario.word() + " ...");
        System.out.println(scenario.run(site).markdown());
    }

    /** Runs them all, as long as the budget lasts; one that fails is named on the page, and those behind it still run. */
    private boolean all() {
        boolean whole = true;
        for (Scenario scenario : Scenario.values()) {
            if (Duration.ofNanos(System.nanoTime() - startNanos)
                            .compareTo(site.options().budget())
                    > 0) {
                System.out.println("### " + scenario.word() + "\n\nNot run: the time for all was used up.\n");
                whole = false;
                continue;
            }
            try {
                one(scenario);
            } catch (Exception e) {
                System.out.println("### " + scenario.word() + "\n\nFailed, so that there is no figure: " + e + "\n");
                e.printStackTrace();
                whole = false;
            }
        }
        return whole;
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
