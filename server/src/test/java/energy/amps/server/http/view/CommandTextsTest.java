package energy.amps.server.http.view;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import energy.amps.command.Unit;
import energy.amps.device.Capabilities;
import energy.amps.device.CommandCapability;
import energy.amps.device.ParameterCapability;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandTextsTest {

    private static Capabilities chargingUpTo(long max) {
        return new Capabilities(
                true,
                Map.of(
                        Command.CHARGE,
                        new CommandCapability(
                                Map.of(Parameter.TARGET, ParameterCapability.of(Unit.PERCENT, 10, max)),
                                Set.of(Execution.IMMEDIATE))),
                Map.of(),
                Set.of());
    }

    /** Equal in shape and not in value, as two models are: neither may be shown the other's. */
    @Test
    void eachValueHasItsOwnText() {
        Capabilities low = chargingUpTo(80);
        Capabilities high = chargingUpTo(100);
        for (int i = 0; i < 2; i++) {
            assertThat(CommandTexts.of(low).getValue())
                    .isEqualTo("{\"charge\":{\"parameters\":{\"target\":{\"unit\":\"percent\",\"min\":10,\"max\":80}},"
                            + "\"execution\":[\"immediate\"]}}");
            assertThat(CommandTexts.of(high).getValue()).contains("\"max\":100");
        }
    }

    @Test
    void aValueThatComesAgainIsNotWrittenAgain() {
        Capabilities capabilities = chargingUpTo(90);
        assertThat(CommandTexts.of(capabilities)).isSameAs(CommandTexts.of(capabilities));
    }

    @Test
    void noCommandsAreAnEmptyObject() {
        assertThat(CommandTexts.of(Capabilities.readOnly(Map.of())).getValue()).isEqualTo("{}");
    }
}
