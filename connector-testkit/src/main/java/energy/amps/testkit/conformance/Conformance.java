package energy.amps.testkit.conformance;

import energy.amps.testkit.faults.FaultPage;
import energy.amps.testkit.faults.FaultTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The kit as tests: implement this in a test class, and every rule is a container of tests in its report.
 *
 * <pre>
 * class MyConnectorConformanceTest implements Conformance {
 *     public Rig rig() {
 *         return new MyRig();
 *     }
 * }
 * </pre>
 */
public interface Conformance {

    /** A new rig; called for each check. */
    Rig rig();

    /** The page that holds what comes of each fault, with a section of these connectors; empty where there is none. */
    default Optional<Path> faultPage() {
        return Optional.empty();
    }

    /** Every check of every rule. */
    @TestFactory
    default Stream<DynamicNode> conformance() {
        FaultTable table = FaultTable.ofConnectors();
        Checks checks = Checks.of(this::rig, table);
        List<DynamicNode> nodes = new ArrayList<>();
        Map<Rule, List<DynamicTest>> byRule = new LinkedHashMap<>();
        for (Check check : checks.all()) {
            byRule.computeIfAbsent(check.rule(), rule -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(check.name(), () -> check.run(this::rig)));
        }
        byRule.forEach((rule, tests) -> nodes.add(DynamicContainer.dynamicContainer(rule.title(), tests)));
        checks.excused()
                .forEach((rule, reason) -> nodes.add(DynamicTest.dynamicTest(
                        "excused: " + rule.title() + ": " + reason,
                        () -> System.out.println("excused: " + rule.title() + ": " + reason))));
        faultPage()
                .ifPresent(page -> nodes.add(DynamicTest.dynamicTest(
                        "what came of each fault stands in " + page.getFileName(),
                        () -> hold(page, checks.vendor(), table))));
        return nodes.stream();
    }

    private static void hold(Path page, String vendor, FaultTable table) throws IOException {
        List<String> differences = FaultPage.ofConnectors(page, vendor).differences(table);
        if (!differences.isEmpty()) {
            throw new AssertionError(String.join("\n", differences));
        }
    }
}
