package energy.amps.testkit.conformance;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.Budget;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.NativeCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What calls cost, and what is said of it beforehand. That no call costs more is looked at in {@link Calls}, at every call. */
final class CostRules {
    private static final int MOST_SUBJECT = 200;

    private CostRules() {}

    static List<Check> checks(Scene.Actor actor) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(Rule.METERED, actor.title(), actor.place(), CostRules::budgets));
        for (Instruction instruction : actor.instructions()) {
            checks.add(new Check(
                    Rule.PLAN,
                    actor.title() + ": " + Wording.of(instruction),
                    actor.place(),
                    (trial, device) -> plan(trial, device, instruction)));
        }
        return checks;
    }

    private static void budgets(Trial trial, RigDevice device) {
        LinkedDevice linked = trial.linked(device);
        if (trial.connector() instanceof Metered metered) {
            List<Budget> budgets = trial.calls().silent(Rule.METERED, "budgets", () -> metered.budgets(linked));
            Broken.unless(!budgets.isEmpty(), Rule.METERED, "it is metered, and names no budget");
            Set<String> names = new HashSet<>();
            for (Budget budget : budgets) {
                Broken.unless(
                        budget.name().equals(budget.name().toLowerCase(Locale.ROOT))
                                && !budget.name().isBlank()
                                && budget.subject().length() <= MOST_SUBJECT
                                && names.add(budget.name() + " of " + budget.subject()),
                        Rule.METERED,
                        "not a name of its own for a budget: " + budget);
            }
            for (Operation operation : Operation.values()) {
                int calls = trial.calls().silent(Rule.METERED, "calls", () -> metered.calls(operation, linked));
                Broken.unless(calls >= 1, Rule.METERED, operation + " is declared to cost " + calls);
                Broken.unless(
                        budgets.stream()
                                .allMatch(budget -> calls <= budget.calls() - budget.forCommands()
                                        || (operation != Operation.READ && calls <= budget.calls())),
                        Rule.METERED,
                        operation + " costs " + calls + ", which no budget of " + budgets + " ever has");
            }
        }
        trial.reading(device, Rule.METERED);
    }

    private static void plan(Trial trial, RigDevice device, Instruction instruction) {
        LinkedDevice linked = trial.linked(device);
        List<NativeCall> plan =
                trial.calls().silent(Rule.PLAN, "plan", () -> trial.connector().plan(linked, instruction));
        for (NativeCall call : plan) {
            Broken.unless(
                    !call.call().isBlank()
                            && (call.call() + call.detail()).lines().count() == 1,
                    Rule.PLAN,
                    "not a call in a line: " + call);
        }
        Tally before = trial.rig().tally();
        trial.apply(device, instruction, trial.attempt(Attempt.Purpose.APPLY));
        long made = trial.rig().tally().since(before).calls();
        Broken.unless(
                plan.isEmpty() || made <= plan.size(),
                Rule.PLAN,
                made + " native calls were made for " + Wording.of(instruction) + ", and the plan had " + plan);
    }
}
