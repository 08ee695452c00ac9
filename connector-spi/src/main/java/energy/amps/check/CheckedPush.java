package energy.amps.check;

import energy.amps.command.Command;
import energy.amps.command.ConflictStrategy;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A push that its device accepts.
 *
 * @param command what to do
 * @param parameters as sent and in that order; empty when the request had none, which is not the same as an empty map
 * @param timing when, in instants
 * @param strategy what to do when the device is taken
 */
public record CheckedPush(
        Command command,
        Optional<Map<Parameter, Quantity>> parameters,
        Timing timing,
        Optional<ConflictStrategy> strategy) {

    /** Copies the parameters, keeping their order. */
    public CheckedPush {
        parameters = parameters.map(p -> Collections.unmodifiableMap(new LinkedHashMap<>(p)));
    }

    /** What the device is told. */
    public Instruction instruction() {
        return new Instruction(command, parameters.orElse(Map.of()));
    }
}
