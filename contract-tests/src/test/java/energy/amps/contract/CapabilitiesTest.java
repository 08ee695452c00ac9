package energy.amps.contract;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.contract.harness.Answer;
import energy.amps.contract.harness.Batteries;
import energy.amps.contract.harness.Battery;
import energy.amps.contract.harness.DrainedDevices;
import energy.amps.contract.harness.Push;
import energy.amps.contract.harness.Rebuild;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract section 4: what a device declares is what it takes, no more and no less. */
@ExtendWith(DrainedDevices.class)
class CapabilitiesTest {
    private static final Set<String> COMMANDS =
            Set.of("charge", "discharge", "idle", "auto.balanced", "auto.reserve", "auto.export");

    @Test
    void whatIsDeclaredIsTakenFromBoundToBound() {
        for (Battery battery : List.of(Batteries.fullFeatured(), Batteries.windowedOnly())) {
            JsonNode commands = battery.read().path("commands");
            for (String command : commands.propertyNames()) {
                for (String parameter :
                        commands.path(command).path("parameters").propertyNames()) {
                    JsonNode bounds = commands.path(command).path("parameters").path(parameter);
                    for (String bound : List.of("min", "max")) {
                        takes(battery, with(farAhead(battery, command), parameter, bounds, decimal(bounds, bound)));
                    }
                }
            }
        }
    }

    @Test
    void oneStepBeyondABoundIsOutOfRangeAndNamesTheBounds() {
        Battery battery = Batteries.fullFeatured();
        JsonNode commands = battery.read().path("commands");
        for (String command : commands.propertyNames()) {
            for (String parameter : commands.path(command).path("parameters").propertyNames()) {
                JsonNode bounds = commands.path(command).path("parameters").path(parameter);
                List<BigDecimal> beyond = List.of(
                        decimal(bounds, "min").subtract(new BigDecimal("0.01")),
                        decimal(bounds, "max").add(new BigDecimal("0.01")));
                for (BigDecimal value : beyond) {
                    Push push = with(farAhead(battery, command), parameter, bounds, value);
                    JsonNode details =
                            refused(battery, "PARAMETER_OUT_OF_RANGE", push).details();
                    assertThat(details.path("parameter").stringValue()).isEqualTo(parameter);
                    assertThat(decimal(details, "value")).isEqualByComparingTo(value);
                    assertThat(decimal(details, "min")).isEqualByComparingTo(decimal(bounds, "min"));
                    assertThat(decimal(details, "max")).isEqualByComparingTo(decimal(bounds, "max"));
                    assertThat(details.path("unit")).isEqualTo(bounds.path("unit"));
                }
            }
        }
    }

    @Test
    void everyDeclaredShapeIsTakenAndEveryOtherRefused() {
        for (Battery battery : List.of(Batteries.fullFeatured(), Batteries.windowedOnly())) {
            JsonNode commands = battery.read().path("commands");
            for (String command : commands.propertyNames()) {
                List<String> declared = texts(commands.path(command).path("execution"));
                for (String shape : List.of("immediate", "scheduled", "windowed")) {
                    Push push = shaped(battery, command, shape);
                    if (declared.contains(shape)) {
                        takes(battery, push);
                    } else {
                        JsonNode details = refused(battery, "EXECUTION_NOT_SUPPORTED", push)
                                .details();
                        assertThat(details.path("requestedExecution").stringValue())
                                .isEqualTo(shape);
                        assertThat(texts(details.path("supportedExecution"))).isEqualTo(declared);
                    }
                }
            }
        }
    }

    @Test
    void whatIsAbsentIsRejectedWithWhatIsPresent() {
        for (Battery battery : List.of(Batteries.fullFeatured(), Batteries.windowedOnly())) {
            List<String> declared = List.copyOf(battery.read().path("commands").propertyNames());
            List<String> absent = new ArrayList<>(COMMANDS);
            absent.removeAll(declared);
            absent.add("fly");
            absent.add("");
            absent.add("CHARGE");
            for (String command : absent) {
                Answer refusal = refused(battery, "UNSUPPORTED_MODE", Push.of(command));
                assertThat(texts(refusal.details().at("/deviceCapabilities/supportedModes")))
                        .isEqualTo(declared);
            }
        }
    }

    @Test
    void anUndeclaredParameterIsNamedBesideTheDeclaredOnes() {
        Battery battery = Batteries.fullFeatured();
        JsonNode commands = battery.read().path("commands");
        for (String command : commands.propertyNames()) {
            List<String> declared =
                    List.copyOf(commands.path(command).path("parameters").propertyNames());
            Push push = Push.of(command).with("heatSetpoint", 20, "celsius").with("zest", 1, "kw");
            JsonNode details = refused(battery, "UNSUPPORTED_PARAMETER", push).details();
            assertThat(texts(details.path("unsupportedParameters"))).containsExactly("heatSetpoint", "zest");
            assertThat(texts(details.at("/deviceCapabilities/supportedParameters")))
                    .isEqualTo(declared);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kw", "celsius", "Percent", "%", ""})
    void aWrongOrUnknownUnitIsNamedBesideTheRightOne(String unit) {
        Battery battery = Batteries.fullFeatured();
        JsonNode details = refused(
                        battery, "UNSUPPORTED_UNIT", Push.of("charge").with("target", 80, unit))
                .details();
        assertThat(details.path("parameter").stringValue()).isEqualTo("target");
        assertThat(details.path("providedUnit").stringValue()).isEqualTo(unit);
        assertThat(texts(details.path("supportedUnits"))).containsExactly("percent");
    }

    @Test
    void anUnknownStrategyIsAnsweredWithThoseOfTheDevice() {
        Battery battery = Batteries.fullFeatured();
        Answer refusal =
                refused(battery, "STRATEGY_NOT_SUPPORTED", Push.of("idle").onConflict("first_come"));
        assertThat(texts(refusal.details().path("supportedStrategies")))
                .isEqualTo(texts(battery.read().path("conflictStrategies")));
    }

    @Test
    void aBatteryThatCanOnlyBeReadTakesNoCommandWhateverElseIsWrong() {
        Battery battery = Batteries.readOnly();
        refused(battery, "COMMAND_NOT_SUPPORTED", Push.of("idle"));
        refused(
                battery,
                "COMMAND_NOT_SUPPORTED",
                Push.of("fly").with("zest", 1, "lemons").end("never"));
        assertThat(battery.read().path("lastAction").isNull()).isTrue();
    }

    @Test
    void theRowsAreCheckedInOrderAndEveryRefusalCanBeRebuiltIntoAnAcceptance() {
        Battery battery = Batteries.windowedOnly();
        JsonNode commands = battery.read().path("commands");
        String first = commands.propertyNames().iterator().next();
        String parameter = commands.path(first)
                .path("parameters")
                .propertyNames()
                .iterator()
                .next();
        Push push = Push.of("fly")
                .with("zest", 1, "kw")
                .with(parameter, 100_000, "volts")
                .start("2020-01-01T00:00:00Z")
                .onConflict("first_come");
        assertThat(rebuilt(battery, push))
                .containsExactly(
                        "UNSUPPORTED_MODE",
                        "UNSUPPORTED_PARAMETER",
                        "UNSUPPORTED_UNIT",
                        "PARAMETER_OUT_OF_RANGE",
                        "EXECUTION_NOT_SUPPORTED",
                        "START_IN_PAST",
                        "STRATEGY_NOT_SUPPORTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2090-01-01T00:00:00Z",
                "9999999h",
                "tomorrow",
                "2020-01-01T00:00:00",
                "1.234h",
                "-5m",
                "2026-02-30T10:00:00Z"
            })
    void everyTimeThatIsRefusedCanBeRebuiltIntoAnAcceptance(String start) {
        Battery battery = Batteries.fullFeatured();
        assertThat(rebuilt(battery, Push.of("idle").start(start))).isNotEmpty();
    }

    /** Follows the refusals, each rebuilt from its own details, until the device accepts; gives their codes. */
    private static List<String> rebuilt(Battery battery, Push push) {
        List<String> codes = new ArrayList<>();
        Push next = push;
        Answer answer = battery.refusesUnknown(422, next);
        while (answer.status() == 422) {
            codes.add(answer.code());
            assertThat(codes).as("every refusal is repaired at once").doesNotHaveDuplicates();
            next = Rebuild.push(next, answer);
            answer = battery.tries(next);
        }
        battery.drain();
        return codes;
    }

    private static Answer refused(Battery battery, String code, Push push) {
        Answer refusal = battery.refusesUnknown(422, push);
        assertThat(refusal.code()).as(push.toString()).isEqualTo(code);
        return refusal;
    }

    private static void takes(Battery battery, Push push) {
        battery.accepts(push);
        battery.drain();
    }

    private static Push with(Push push, String parameter, JsonNode bounds, BigDecimal value) {
        return push.with(parameter, value.doubleValue(), bounds.path("unit").stringValue());
    }

    private static Push farAhead(Battery battery, String command) {
        return shaped(battery, command, "windowed");
    }

    private static Push shaped(Battery battery, String command, String shape) {
        Instant start = battery.now().plus(Duration.ofHours(20));
        return switch (shape) {
            case "immediate" -> Push.of(command);
            case "scheduled" -> Push.of(command).start(start);
            default -> Push.of(command).start(start).end(start.plus(Duration.ofHours(1)));
        };
    }

    private static BigDecimal decimal(JsonNode node, String key) {
        return node.path(key).decimalValue();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
