package energy.amps.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be measured, in the order in which all of it is. */
enum Scenario {
    READ(site -> alone(site, scene -> new ReadScenario(scene).run())),
    PUSH(site -> alone(site, scene -> new PushScenario(scene).run())),
    DUE(site -> alone(site, scene -> new DueScenario(scene).run())),
    FLAT(site -> new FlatScenario(site).run()),
    NODES(site -> new NodesScenario(site).run()),
    SCHEDULES(site -> new SchedulesScenario(site).run()),
    WEBHOOK(site -> alone(site, scene -> new WebhookScenario(scene).run())),
    STATIONS(site -> alone(site, scene -> new StationsScenario(scene).run())),
    START(site -> new StartScenario(site).run()),
    OVERLOAD(site -> new OverloadScenario(site).run());

    private final Run run;

    Scenario(Run run) {
        this.run = run;
    }

    /** Measures. */
    @FunctionalInterface
    private interface Run {
        Finding on(Site site) throws Exception;
    }

    /** Measures with one server, which is there. */
    @FunctionalInterface
    private interface RunOnOne {
        Report on(Scene scene) throws Exception;
    }

    /** The one that the caller names so. */
    static Optional<Scenario> named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Finding run(Site site) throws Exception {
        return run.on(site);
    }

    private static Finding alone(Site site, RunOnOne run) throws Exception {
        try (ServerProcess server =
                site.start(ServerProcess.Setup.recorded(site.options().recording()))) {
            return server.keepingDataOnFailure(() -> {
                Machine machine = site.machine(server.data(), server.postgres());
                return new Finding(machine, run.on(site.scene(server)));
            });
        }
    }
}
