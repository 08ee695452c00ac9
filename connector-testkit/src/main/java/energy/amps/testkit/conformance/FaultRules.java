package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.testkit.conformance.Scene.Strike;
import energy.amps.testkit.faults.FaultTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays each fault, judges what comes of it, and notes it for the table. */
final class FaultRules {
    /** The table of what comes of commands, by connector. */
    static final String COMMANDS = "A command, by connector";

    /** The table of what comes of reads. */
    static final String READS = "A read, by connector";

    /** The table of what comes of settings. */
    static final String SETTINGS = "Settings, by connector";

    /** The table of why a fault cannot be. */
    static final String IMPOSSIBLE = "Why there is a dash";

    private static final String DASH = "-";
    private static final List<Fault> QUICK = List.of(Fault.UNAVAILABLE, Fault.GARBAGE, Fault.REFUSED);

    private final Scene scene;
    private final FaultTable table;

    FaultRules(Scene scene, FaultTable table) {
        this.scene = scene;
        this.table = table;
    }

    /** On the first device of those that can be told something, and the first that cannot; one sending on all of them. */
    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        Optional<Scene.Actor> told =
                scene.actors().stream().filter(Scene.Actor::takesCommands).findFirst();
        told.ifPresent(actor -> add(checks, actor, Operation.APPLY, this::apply));
        scene.actors().stream()
                .filter(actor -> !Bounds.writable(actor.capabilities()).isEmpty())
                .findFirst()
                .ifPresent(actor -> add(checks, actor, Operation.CONFIGURE, this::configure));
        told.or(() -> scene.actors().stream().findFirst())
                .ifPresent(actor -> add(checks, actor, Operation.READ, this::read));
        scene.actors().stream().filter(Scene.Actor::takesCommands).skip(1).forEach(actor -> oneSending(actor)
                .ifPresent(checks::add));
        return checks;
    }

    /**
     * Where a command takes several writes, one that is repeated can hide behind those that a fault keeps from being sent. Other
     * devices may take fewer, so that each is tried with a fault that need not be waited out.
     */
    private static Optional<Check> oneSending(Scene.Actor actor) {
        return QUICK.stream()
                .filter(fault -> !actor.impossible().containsKey(new Strike(fault, Operation.APPLY)))
                .findFirst()
                .map(fault -> new Check(
                        Rule.ONE_SENDING,
                        actor.title() + ", " + fault.title(),
                        actor.place(),
                        (trial, device) -> sendOnce(trial, device, fault, Scene.unheard(trial, device))));
    }

    /** A fault's own check. */
    private interface Played {
        String run(Trial trial, RigDevice device, Fault fault);
    }

    private void add(List<Check> checks, Scene.Actor actor, Operation during, Played played) {
        for (Fault fault : Fault.values()) {
            if (fault.strikes(during)) {
                Optional<String> impossible =
                        Optional.ofNullable(actor.impossible().get(new Strike(fault, during)));
                checks.add(new Check(
                        Rule.FAULTS,
                        actor.title() + ", " + during + ", " + fault.title()
                                + impossible
                                        .map(reason -> ": cannot be: " + reason)
                                        .orElse(""),
                        actor.place(),
                        (trial, device) -> table.add(
                                title(during),
                                scene.vendor(),
                                fault.title(),
                                impossible
                                        .map(reason -> impossible(actor, fault, during, reason))
                                        .orElseGet(() -> played.run(trial, device, fault)))));
            }
        }
    }

    /** A reason that holds for all faults of a call is told once. */
    private String impossible(Scene.Actor actor, Fault fault, Operation during, String reason) {
        boolean all = Arrays.stream(Fault.values())
                .filter(each -> each.strikes(during))
                .allMatch(each -> reason.equals(actor.impossible().get(new Strike(each, during))));
        table.add(
                IMPOSSIBLE,
                scene.vendor() + ", " + noun(during) + (all ? "" : ", " + fault.title()),
                "reason",
                reason.replace("|", "/").replace('\n', ' '));
        return DASH;
    }

    private static String title(Operation during) {
        return switch (during) {
            case APPLY, POLL -> COMMANDS;
            case READ -> READS;
            case CONFIGURE -> SETTINGS;
        };
    }

    private static String noun(Operation during) {
        return switch (during) {
            case APPLY, POLL -> "command";
            case READ -> "read";
            case CONFIGURE -> "settings";
        };
    }

    private String apply(Trial trial, RigDevice device, Fault fault) {
        Instruction instruction = Scene.unheard(trial, device);
        if (fault == Fault.DISPLACED) {
            return displaced(trial, device, instruction);
        }
        Outcome outcome = sendOnce(trial, device, fault, instruction);
        Verdict verdict = afterwards(trial, device, fault, instruction);
        Judgement.of(fault, outcome, verdict);
        recovers(trial, device, fault, instruction);
        return Wording.of(outcome) + ", " + Wording.of(verdict);
    }

    private static Outcome sendOnce(Trial trial, RigDevice device, Fault fault, Instruction instruction) {
        long writes = writesOf(trial, device, instruction);
        trial.rig().play(fault, Operation.APPLY, device);
        Tally before = trial.rig().tally();
        Outcome outcome = trial.tell(device, instruction, trial.attempt(Attempt.Purpose.APPLY));
        long sent = trial.rig().tally().since(before).writes();
        // What was refused has changed nothing; the same end may be sought in another way.
        Broken.unless(
                sent <= writes || fault == Fault.REFUSED,
                Rule.ONE_SENDING,
                fault.title() + ": " + sent + " native writes came in for one sending, " + writes + " without a fault");
        return outcome;
    }

    private static long writesOf(Trial trial, RigDevice device, Instruction instruction) {
        int place = trial.rig().devices().indexOf(device);
        try (Trial calm = trial.another()) {
            RigDevice twin = calm.rig().devices().get(place);
            Tally before = calm.rig().tally();
            calm.tell(twin, instruction, calm.attempt(Attempt.Purpose.APPLY));
            return calm.rig().tally().since(before).writes();
        }
    }

    /** What the device does is read when the fault has gone by; a scheduler in the way stays until it is cleared. */
    private static Verdict afterwards(Trial trial, RigDevice device, Fault fault, Instruction instruction) {
        if (fault != Fault.SCHEDULER) {
            trial.rig().behave();
        }
        trial.pass(trial.connector().profile().callTimeout());
        trial.settle();
        return trial.look(device, instruction, Rule.RECOVERY).verdict();
    }

    private String displaced(Trial trial, RigDevice device, Instruction instruction) {
        trial.hold(device, instruction, trial.attempt(Attempt.Purpose.APPLY), Rule.FAULTS);
        trial.rig().play(Fault.DISPLACED, Operation.APPLY, device);
        Verdict verdict = afterwards(trial, device, Fault.DISPLACED, instruction);
        Broken.unless(
                verdict == Verdict.DOES_NOT_HOLD,
                Rule.FAULTS,
                "another controller told the device something else, and the verdict is " + verdict);
        recovers(trial, device, Fault.DISPLACED, instruction);
        return "accepted, then " + Wording.of(verdict);
    }

    private static void recovers(Trial trial, RigDevice device, Fault fault, Instruction instruction) {
        boolean clear = fault == Fault.SCHEDULER;
        trial.hold(
                device,
                instruction,
                trial.attempt(Attempt.Purpose.APPLY, Optional.empty(), clear),
                clear ? Rule.FAULTS : Rule.RECOVERY);
    }

    private String read(Trial trial, RigDevice device, Fault fault) {
        trial.rig().play(fault, Operation.READ, device);
        ReadOutcome outcome = trial.read(device);
        trial.rig().behave();
        Judgement.of(fault, outcome);
        trial.pass(trial.connector().profile().callTimeout());
        trial.reading(device, Rule.RECOVERY);
        return Wording.of(outcome);
    }

    private String configure(Trial trial, RigDevice device, Fault fault) {
        Map<Setting, Quantity> write = Scene.unwritten(trial, device)
                .orElseThrow(() -> new Broken(Rule.SETTINGS, "no setting can be written that is not so already"));
        trial.rig().play(fault, Operation.CONFIGURE, device);
        SettingsOutcome outcome = trial.configure(device, write);
        trial.rig().behave();
        trial.pass(trial.connector().profile().callTimeout());
        trial.settle();
        boolean shown = Scene.shows(trial.reading(device, Rule.RECOVERY), write);
        Judgement.of(fault, outcome, write.keySet(), shown);
        if (fault != Fault.SCHEDULER) {
            SettingsOutcome again = trial.configure(device, write);
            Broken.unless(
                    again instanceof SettingsOutcome.Written,
                    Rule.RECOVERY,
                    "after " + fault.title() + " settings come to " + again);
        }
        return Wording.of(outcome) + (shown ? ", shown" : ", not shown");
    }
}
