package energy.amps.testkit.conformance;

import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is declared is taken, holds, and can be put back. */
final class CommandRules {
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(15);
    private static final int RENEWALS = 3;

    private CommandRules() {}

    static List<Check> checks(Scene.Actor actor) {
        List<Check> checks = new ArrayList<>();
        for (Instruction instruction : actor.instructions()) {
            checks.add(check(
                    Rule.COMMANDS,
                    actor,
                    Wording.of(instruction),
                    (trial, device) -> command(trial, device, instruction)));
        }
        for (Map<Setting, Quantity> write : Bounds.ofSettings(actor.capabilities())) {
            checks.add(
                    check(Rule.SETTINGS, actor, Wording.of(write), (trial, device) -> settings(trial, device, write)));
        }
        for (Instruction before : actor.full()) {
            checks.add(check(
                    Rule.RETURN, actor, "to " + Wording.of(before), (trial, device) -> putBack(trial, device, before)));
        }
        actor.capabilities().commands().forEach((command, capability) -> {
            if (capability.execution().contains(Execution.WINDOWED)) {
                Instruction instruction = Bounds.least(command, capability);
                checks.add(check(
                        Rule.WINDOW,
                        actor,
                        Wording.of(instruction),
                        (trial, device) -> window(trial, device, instruction)));
            }
        });
        return checks;
    }

    private static Check check(Rule rule, Scene.Actor actor, String name, Check.Body body) {
        return new Check(rule, actor.title() + ": " + name, actor.place(), body);
    }

    private static void command(Trial trial, RigDevice device, Instruction instruction) {
        Trial.Look look = trial.hold(device, instruction, trial.attempt(Attempt.Purpose.APPLY), Rule.COMMANDS);
        if (look.reading().state() instanceof BatteryState battery) {
            Broken.unless(
                    battery.currentMode().map(instruction.command()::equals).orElse(true),
                    Rule.COMMANDS,
                    "after " + Wording.of(instruction) + " currentMode is " + battery.currentMode());
        }
        Broken.unless(
                look.reading()
                        .standing()
                        .map(Instruction::command)
                        .map(instruction.command()::equals)
                        .orElse(true),
                Rule.COMMANDS,
                "after " + Wording.of(instruction) + " the device is shown to stand under "
                        + look.reading().standing());
        for (Command other : trial.capabilities(device).commands().keySet()) {
            if (other != instruction.command()) {
                Instruction foreign = Bounds.least(
                        other, trial.capabilities(device).command(other).orElseThrow());
                Broken.unless(
                        trial.look(device, foreign, Rule.COMMANDS).verdict() != Verdict.HOLDS,
                        Rule.COMMANDS,
                        Wording.of(instruction) + " was told, and " + Wording.of(foreign) + " is seen to hold");
            }
        }
    }

    private static void settings(Trial trial, RigDevice device, Map<Setting, Quantity> write) {
        SettingsOutcome outcome = trial.configure(device, write);
        Broken.unless(
                outcome instanceof SettingsOutcome.Written,
                Rule.SETTINGS,
                device.title() + " declares " + Wording.of(write) + " and answers " + outcome);
        trial.settle();
        ReadOutcome.Reading reading = trial.reading(device, Rule.SETTINGS);
        Broken.unless(
                Scene.shows(reading, write),
                Rule.SETTINGS,
                Wording.of(write) + " was written, and " + reading.settings() + " is read");
    }

    /** Every other command in between, and the untouched device first. */
    private static void putBack(Trial trial, RigDevice device, Instruction before) {
        for (Optional<Instruction> told : List.of(Optional.<Instruction>empty(), Optional.of(before))) {
            told.ifPresent(
                    instruction -> trial.hold(device, instruction, trial.attempt(Attempt.Purpose.APPLY), Rule.RETURN));
            Instruction prior = prior(trial, device);
            Instruction between = trial.capabilities(device).commands().entrySet().stream()
                    .map(each -> Bounds.least(each.getKey(), each.getValue()))
                    .filter(each -> each.command() != prior.command())
                    .findFirst()
                    .orElse(before);
            trial.hold(device, between, trial.attempt(Attempt.Purpose.APPLY), Rule.RETURN);
            trial.hold(device, prior, trial.attempt(Attempt.Purpose.RETURN), Rule.RETURN);
        }
    }

    /** Where a window that opens now goes back to, as the platform takes it (contract section 5). */
    private static Instruction prior(Trial trial, RigDevice device) {
        ReadOutcome.Reading reading = trial.reading(device, Rule.RETURN);
        Optional<Instruction> mode = reading.state() instanceof BatteryState battery
                ? battery.currentMode().map(Instruction::of)
                : Optional.empty();
        return reading.standing().or(() -> mode).orElse(Instruction.of(Command.IDLE));
    }

    private static void window(Trial trial, RigDevice device, Instruction instruction) {
        Instruction prior = prior(trial, device);
        LinkedDevice linked = trial.linked(device);
        Optional<Duration> renewal = trial.calls()
                .silent(Rule.WINDOW, "renewal", () -> trial.connector().renewal(linked, instruction));
        Broken.unless(
                renewal.map(Duration::isPositive).orElse(true), Rule.WINDOW, "a renewal every " + renewal + " is none");
        Duration length = renewal.map(CommandRules::renewed).orElse(WINDOW);
        Instant until = trial.now().plus(length);
        trial.hold(device, instruction, trial.attempt(Attempt.Purpose.APPLY, Optional.of(until), false), Rule.WINDOW);
        Duration step = renewal.orElse(length.dividedBy(2));
        while (trial.now().plus(step).isBefore(until)) {
            trial.pass(step);
            if (renewal.isPresent()) {
                renew(trial, device, instruction, until);
            }
            Broken.unless(
                    trial.look(device, instruction, Rule.WINDOW).verdict() == Verdict.HOLDS,
                    Rule.WINDOW,
                    Wording.of(instruction) + " no longer holds at " + trial.now() + ", in a window until " + until);
        }
        if (trial.now().isBefore(until)) {
            trial.pass(Duration.between(trial.now(), until));
        }
        trial.hold(device, prior, trial.attempt(Attempt.Purpose.RETURN), Rule.WINDOW);
    }

    private static Duration renewed(Duration renewal) {
        Duration length = renewal.multipliedBy(RENEWALS);
        return length.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : length;
    }

    private static void renew(Trial trial, RigDevice device, Instruction instruction, Instant until) {
        Outcome outcome =
                trial.tell(device, instruction, trial.attempt(Attempt.Purpose.RENEWAL, Optional.of(until), false));
        Broken.unless(
                outcome instanceof Outcome.Accepted,
                Rule.WINDOW,
                "a renewal of " + Wording.of(instruction) + " comes to " + Wording.of(outcome));
        trial.settle();
    }
}
