package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.connector.Attempt;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SettingsOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** How a call ends that is given up, and what may be seen of any. */
final class CallRules {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int LOOKS = 400;

    private CallRules() {}

    static List<Check> checks(Scene.Actor actor) {
        List<Check> checks = new ArrayList<>();
        for (Operation operation : List.of(Operation.READ, Operation.APPLY, Operation.CONFIGURE)) {
            if (can(actor, operation) && !actor.impossible().containsKey(new Scene.Strike(Fault.SILENT, operation))) {
                checks.add(new Check(
                        Rule.INTERRUPT,
                        actor.title() + ", " + operation,
                        actor.place(),
                        (trial, device) -> interrupt(trial, device, operation)));
            }
        }
        checks.add(new Check(Rule.SECRETS, actor.title(), actor.place(), CallRules::secrets));
        return checks;
    }

    private static boolean can(Scene.Actor actor, Operation operation) {
        return switch (operation) {
            case READ -> true;
            case APPLY, POLL -> actor.takesCommands();
            case CONFIGURE -> !Bounds.writable(actor.capabilities()).isEmpty();
        };
    }

    /** Given up once what matters has reached the vendor (a write, where it is one), or after a while where it never does. */
    private static void interrupt(Trial trial, RigDevice device, Operation operation) {
        LinkedDevice linked = trial.linked(device);
        Callable<Object> call =
                switch (operation) {
                    case READ -> () -> trial.connector().read(linked);
                    case APPLY, POLL -> {
                        Instruction instruction = Scene.unheard(trial, device);
                        Attempt attempt = trial.attempt(Attempt.Purpose.APPLY);
                        yield () -> trial.connector().apply(linked, instruction, attempt);
                    }
                    case CONFIGURE -> {
                        Map<Setting, Quantity> write =
                                Bounds.ofSettings(trial.capabilities(device)).getFirst();
                        yield () -> trial.connector().configure(linked, write);
                    }
                };
        trial.rig().play(Fault.SILENT, operation, device);
        Tally before = trial.rig().tally();
        Calls.Running<Object> running = trial.calls().start(operation.name(), call);
        for (int look = 0;
                look < LOOKS && !hasArrived(operation, trial.rig().tally().since(before));
                look++) {
            if (running.await(LOOK).isPresent()) {
                break;
            }
        }
        Object answer = running.interrupt();
        boolean written = trial.rig().tally().since(before).writes() > 0;
        boolean fits =
                switch (answer) {
                    case ReadOutcome.Unreadable unreadable -> true;
                    case Outcome.Unknown unknown -> true;
                    case Outcome.Rejected rejected -> !written;
                    case SettingsOutcome.Partial partial -> partial.written().isEmpty();
                    case SettingsOutcome.Refused refused -> !written;
                    default -> false;
                };
        Broken.unless(fits, Rule.INTERRUPT, operation + " was interrupted and answered " + answer);
    }

    private static boolean hasArrived(Operation operation, Tally tally) {
        return operation == Operation.READ ? tally.calls() > 0 : tally.writes() > 0;
    }

    /** What is printed by accident. Answers, states and logs are searched at every call of every check. */
    private static void secrets(Trial trial, RigDevice device) {
        LinkedDevice linked = trial.linked(device);
        Texts texts = trial.texts();
        trial.read(device);
        texts.holdSecrets("toString of the connector", trial.connector().toString());
        texts.holdSecrets("toString of the device", linked.toString());
        texts.holdSecrets("the initial state", linked.state().text());
        if (trial.connector() instanceof Metered metered) {
            texts.holdSecrets("a budget", metered.budgets(linked).toString());
        }
    }
}
