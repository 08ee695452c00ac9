package energy.amps.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Instruction;
import energy.amps.connector.Attempt;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Outcome;
import energy.amps.connector.StateChange;
import energy.amps.testkit.broken.calls.Flaw;
import energy.amps.testkit.faults.FaultTable;
import energy.amps.testkit.toy.Toy;
import energy.amps.testkit.toy.ToyRig;
import energy.amps.testkit.toy.ToyVendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit can fail: every rule finds a connector that breaks it, and none finds fault with one that is right. */
class KitTest {

    /** A vendor that answers twice is as good: the kit asks as the platform does. */
    @Test
    void nothingIsWrongWithOneThatAnswersLater() {
        assertThat(broken(
                        () -> new ToyRig(Patient::new),
                        EnumSet.of(Rule.COMMANDS, Rule.FAULTS, Rule.RETURN),
                        Rule.COMMANDS))
                .isEmpty();
    }

    private static final class Patient extends Toy {
        Patient(ToyVendor vendor) {
            super(vendor);
        }

        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            Outcome outcome = super.apply(device, instruction, attempt);
            return outcome instanceof Outcome.Accepted(StateChange change, Optional<Duration> appliedAfter)
                    ? new Outcome.Submitted(change, Duration.ofSeconds(2))
                    : outcome;
        }
    }

    /** Faults are played on the first device; a command that is sent again is looked for on the others as well. */
    @Test
    void sendingAgainToAnotherDeviceIsFound() {
        assertThat(broken(() -> new ToyRig(Stubborn::new), EnumSet.of(Rule.ONE_SENDING), Rule.ONE_SENDING))
                .extracting(Broken::rule)
                .containsExactly(Rule.ONE_SENDING);
    }

    private static final class Stubborn extends Toy {
        Stubborn(ToyVendor vendor) {
            super(vendor);
        }

        @Override
        public Outcome apply(LinkedDevice device, Instruction instruction, Attempt attempt) {
            Outcome outcome = super.apply(device, instruction, attempt);
            return outcome instanceof Outcome.Accepted || !device.id().value().endsWith("b")
                    ? outcome
                    : super.apply(device, instruction, attempt);
        }

        @Override
        public int calls(Operation operation, LinkedDevice device) {
            return 4;
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void flawIsFound(Flaw flaw) {
        List<Broken> found = broken(() -> new ToyRig(flaw::on), searched(flaw.rule()), flaw.rule());
        assertThat(found).extracting(Broken::rule).contains(flaw.rule());
    }

    /** Where a rule that holds at every call has no checks of its own, those that make all kinds of calls find it. */
    private static Set<Rule> searched(Rule rule) {
        return switch (rule) {
            case ANSWERS, RECOVERY, ONE_SENDING, VENDOR_WORDS -> EnumSet.of(rule, Rule.FAULTS, Rule.PLAN);
            case METERED, PURE, EVIDENCE, SECRETS -> EnumSet.of(rule, Rule.COMMANDS);
            default -> EnumSet.of(rule);
        };
    }

    @Test
    void everyRuleHasAFlaw() {
        assertThat(Arrays.stream(Flaw.values()).map(Flaw::rule).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void whatCannotBePlayedIsAskedForAReason() {
        FaultTable table = FaultTable.ofConnectors();
        Supplier<Rig> rigs = () -> new Unable(new ToyRig(Toy::new));
        Checks checks = Checks.of(rigs, table);
        checks.all().stream().filter(check -> check.rule() == Rule.FAULTS).forEach(check -> check.run(rigs));
        assertThat(table.markdown())
                .contains("| toy, read, garbage | its bytes are always good |")
                .contains("| toy | accepted, does not hold | unknown TIMEOUT, holds |");
    }

    @Test
    void excusedRuleIsLeftOut() {
        Checks checks = Checks.of(() -> new Unable(new ToyRig(Toy::new)), FaultTable.ofConnectors());
        assertThat(checks.all())
                .extracting(Check::rule)
                .doesNotContain(Rule.RETURN)
                .contains(Rule.WINDOW);
        assertThat(checks.excused()).containsOnlyKeys(Rule.RETURN);
    }

    /** What is broken, up to the first break of the rule that is looked for. */
    private static List<Broken> broken(Supplier<Rig> rigs, Set<Rule> rules, Rule wanted) {
        List<Broken> broken = new ArrayList<>();
        try {
            for (Check check : Checks.of(rigs, FaultTable.ofConnectors()).all()) {
                if (rules.contains(check.rule())
                        && broken.stream().map(Broken::rule).noneMatch(wanted::equals)) {
                    try {
                        check.run(rigs);
                    } catch (Broken rule) {
                        broken.add(rule);
                    }
                }
            }
        } catch (Broken atOnce) {
            broken.add(atOnce);
        }
        return broken;
    }
}
