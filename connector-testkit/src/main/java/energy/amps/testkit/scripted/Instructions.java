package energy.amps.testkit.scripted;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Unit;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Instructions as the vendor keeps them: {@code charge target:80:percent power:5:kw}. */
final class Instructions {
    private Instructions() {}

    static String write(Instruction instruction) {
        StringBuilder text = new StringBuilder(instruction.command().wire());
        new TreeMap<>(instruction.parameters()).forEach((parameter, quantity) -> text.append(' ')
                .append(parameter.wire())
                .append(':')
                .append(quantity.value().toPlainString())
                .append(':')
                .append(quantity.unit().wire()));
        return text.toString();
    }

    static Instruction read(String text) {
        String[] words = text.split(" ", -1);
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split(":", -1);
            parameters.put(
                    Parameter.of(parts[0]).orElseThrow(),
                    new Quantity(new BigDecimal(parts[1]), Unit.of(parts[2]).orElseThrow()));
        }
        return new Instruction(Command.of(words[0]).orElseThrow(), parameters);
    }
}
