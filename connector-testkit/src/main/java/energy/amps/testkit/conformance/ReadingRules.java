package energy.amps.testkit.conformance;

import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.ReadOutcome;
import energy.amps.device.Capabilities;
import energy.amps.device.SettingCapability;
import energy.amps.device.SettingValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Readings: of their own device and instant, from any thread and on any node. */
final class ReadingRules {
    private static final int READERS = 16;
    /** Sixteen reads, one after another where the device takes one at a time. */
    private static final Duration ALL = Duration.ofSeconds(60);

    private ReadingRules() {}

    static List<Check> checks(Scene.Actor actor) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(Rule.READING, actor.title(), actor.place(), ReadingRules::reading));
        checks.add(new Check(Rule.PARALLEL, actor.title(), actor.place(), ReadingRules::parallel));
        return checks;
    }

    private static void reading(Trial trial, RigDevice device) {
        for (Duration wait : List.of(Duration.ZERO, Duration.ofMinutes(20), Duration.ofDays(1))) {
            trial.pass(wait);
            ReadOutcome.Reading reading = trial.reading(device, Rule.READING);
            Broken.unless(
                    reading.state().family() == device.found().family(),
                    Rule.READING,
                    device.title() + " is shown as a " + reading.state().family());
            settings(trial.capabilities(device), reading);
            Broken.unless(
                    !reading.observedAt().isAfter(trial.now())
                            && !reading.observedAt().isBefore(trial.rig().start()),
                    Rule.CLOCK,
                    device.title() + " was observed at " + reading.observedAt() + ", and it is " + trial.now());
        }
    }

    private static void settings(Capabilities capabilities, ReadOutcome.Reading reading) {
        reading.settings().forEach((setting, value) -> {
            boolean fits =
                    switch (capabilities.setting(setting).<Object>map(c -> c).orElse("none")) {
                        case SettingCapability.ReadOnlyFlag flag -> value instanceof SettingValue.Flag;
                        case SettingCapability.ReadOnly number -> value instanceof SettingValue.Numeric;
                        case SettingCapability.Writable number -> value instanceof SettingValue.Numeric;
                        default -> false;
                    };
            Broken.unless(
                    fits,
                    Rule.READING,
                    setting.wire() + " is shown as " + value + " and declared as " + capabilities.setting(setting));
        });
    }

    private static void parallel(Trial trial, RigDevice device) {
        List<RigDevice> devices = trial.rig().devices();
        List<ReadOutcome.Reading> alone =
                devices.stream().map(each -> trial.reading(each, Rule.READING)).toList();
        List<Calls.Running<ReadOutcome>> running = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            RigDevice each = devices.get(reader % devices.size());
            var linked = trial.linked(each);
            running.add(trial.calls().start("read", () -> trial.connector().read(linked)));
        }
        for (int reader = 0; reader < READERS; reader++) {
            Optional<ReadOutcome> outcome;
            try {
                outcome = running.get(reader).await(ALL);
            } catch (Broken threw) {
                throw new Broken(Rule.PARALLEL, "of " + READERS + " reads in parallel one failed", threw);
            }
            ReadOutcome.Reading expected = alone.get(reader % devices.size());
            Broken.unless(
                    outcome.isPresent()
                            && outcome.get() instanceof ReadOutcome.Reading reading
                            && reading.state().family() == expected.state().family()
                            && reading.settings().equals(expected.settings())
                            && reading.standing().equals(expected.standing()),
                    Rule.PARALLEL,
                    "of " + READERS + " reads in parallel one gave " + outcome + " in place of " + expected);
        }
        Broken.unless(
                trial.connector().profile().retrieval() == ConnectorProfile.Retrieval.LIVE
                        || trial.rig().tally().equals(Tally.NONE),
                Rule.METERED,
                "reads of computed devices made native calls");
    }
}
