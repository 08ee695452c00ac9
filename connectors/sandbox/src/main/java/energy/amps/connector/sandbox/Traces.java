package energy.amps.connector.sandbox;

import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.connector.Evidence;
import energy.amps.device.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Two instructions side by side, field by field: what a device was told, and what it shows that it stands under. */
final class Traces {
    private static final String NONE = "none";

    private Traces() {}

    static List<Evidence> of(Family family, Instruction expected, Instruction shown) {
        List<Evidence> traces = new ArrayList<>();
        traces.add(new Evidence(
                family == Family.BATTERY ? "currentMode" : "command",
                expected.command().wire(),
                shown.command().wire()));
        Set<Parameter> parameters = EnumSet.noneOf(Parameter.class);
        parameters.addAll(expected.parameters().keySet());
        parameters.addAll(shown.parameters().keySet());
        for (Parameter parameter : parameters) {
            traces.add(new Evidence(parameter.wire(), text(expected, parameter), text(shown, parameter)));
        }
        return traces;
    }

    private static String text(Instruction instruction, Parameter parameter) {
        Quantity quantity = instruction.parameters().get(parameter);
        return quantity == null
                ? NONE
                : quantity.value().toPlainString() + " " + quantity.unit().wire();
    }
}
