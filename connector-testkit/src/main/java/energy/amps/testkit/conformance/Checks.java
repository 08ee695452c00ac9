package energy.amps.testkit.conformance;

import energy.amps.testkit.faults.FaultTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All checks of a connector.
 *
 * @param vendor the connector's vendor, with the variant that the rig speaks
 * @param all the checks, rule by rule
 * @param excused the rules that are left out, each with the author's reason
 */
record Checks(String vendor, List<Check> all, Map<Rule, String> excused) {

    /**
     * Finds out what there is to check.
     *
     * @param rigs gives a new rig each time
     * @param table gets what comes of each fault, as the checks run
     */
    static Checks of(Supplier<Rig> rigs, FaultTable table) {
        try (Trial trial = new Trial(rigs)) {
            Scene scene = Scene.of(trial);
            Map<Rule, String> excused = Map.copyOf(trial.rig().excused());
            List<Check> checks = new ArrayList<>();
            checks.addAll(ConnectorRules.checks(0));
            for (Scene.Actor actor : scene.actors()) {
                checks.add(CapabilityRules.check(actor));
                checks.addAll(ReadingRules.checks(actor));
                checks.addAll(CommandRules.checks(actor));
                checks.addAll(CostRules.checks(actor));
                checks.addAll(StateRules.checks(actor));
                checks.addAll(CallRules.checks(actor));
            }
            checks.addAll(new FaultRules(scene, table).checks());
            checks.addAll(CodeRules.checks(0));
            checks.removeIf(check -> excused.containsKey(check.rule()));
            return new Checks(scene.vendor(), List.copyOf(checks), excused);
        }
    }
}
