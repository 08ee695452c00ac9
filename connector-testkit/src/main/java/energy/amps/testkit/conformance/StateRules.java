package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a connector remembers: little, of a known form, and nowhere else. */
final class StateRules {
    private static final int LONG_LIFE = 40;
    private static final Duration BETWEEN = Duration.ofHours(7);
    /** Of a form that no connector has reached. */
    private static final int LATER = 1_000_000;

    private StateRules() {}

    static List<Check> checks(Scene.Actor actor) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                Rule.STATE,
                actor.title() + ": of another version",
                actor.place(),
                (trial, device) -> version(trial, device, actor.plain())));
        if (actor.takesCommands()) {
            checks.add(new Check(
                    Rule.STATE,
                    actor.title() + ": after a long life",
                    actor.place(),
                    (trial, device) -> longLife(trial, device, actor.instructions())));
            checks.add(new Check(
                    Rule.ANOTHER_NODE,
                    actor.title(),
                    actor.place(),
                    (trial, device) -> anotherNode(trial, device, actor.plain())));
        }
        return checks;
    }

    /** A connector that keeps something may not take a later form for its own: it would read nonsense, and write it back. */
    private static void version(Trial trial, RigDevice device, List<Instruction> instructions) {
        instructions.stream().limit(1).forEach(each -> trial.tell(device, each, trial.attempt(Attempt.Purpose.APPLY)));
        ConnectorState state = trial.states().of(device);
        if (isTrivial(state)) {
            return;
        }
        trial.states().put(device, new ConnectorState(state.version() + LATER, state.text()));
        LinkedDevice linked = trial.linked(device);
        Optional<ReadOutcome> outcome;
        try {
            outcome = Optional.of(trial.connector().read(linked));
        } catch (RuntimeException refused) {
            outcome = Optional.empty();
        }
        Broken.unless(
                outcome.map(seen -> seen instanceof ReadOutcome.Unreadable).orElse(true),
                Rule.STATE,
                "a state of version " + (state.version() + LATER) + " was read as if it were of version "
                        + state.version());
    }

    private static boolean isTrivial(ConnectorState state) {
        return state.text().length() <= 2;
    }

    private static void longLife(Trial trial, RigDevice device, List<Instruction> instructions) {
        List<Map<Setting, Quantity>> writes = Bounds.ofSettings(trial.capabilities(device));
        for (int turn = 0; turn < LONG_LIFE; turn++) {
            trial.tell(device, instructions.get(turn % instructions.size()), trial.attempt(Attempt.Purpose.APPLY));
            if (!writes.isEmpty()) {
                trial.configure(device, writes.get(turn % writes.size()));
            }
            trial.pass(BETWEEN);
        }
        trial.reading(device, Rule.STATE);
    }

    private static void anotherNode(Trial trial, RigDevice device, List<Instruction> instructions) {
        for (Instruction instruction : instructions) {
            trial.hold(device, instruction, trial.attempt(Attempt.Purpose.APPLY), Rule.ANOTHER_NODE);
            Connector other = trial.rig().open();
            LinkedDevice linked = trial.linked(device);
            Calls calls = new Calls(trial.rig(), other, trial.texts());
            ReadOutcome outcome = calls.start("read", () -> other.read(linked))
                    .await(other.profile().callTimeout().plus(Calls.GRACE))
                    .orElseThrow(() -> new Broken(Rule.ANOTHER_NODE, "another node's read does not come back"));
            Broken.unless(
                    outcome instanceof ReadOutcome.Reading reading
                            && other.verify(linked, instruction, reading) == Verdict.HOLDS
                            && other.capabilities(linked)
                                    .equals(trial.connector().capabilities(linked)),
                    Rule.ANOTHER_NODE,
                    Wording.of(instruction) + " holds, and another node sees " + outcome);
        }
    }
}
