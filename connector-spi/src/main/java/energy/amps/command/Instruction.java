package energy.amps.command;

import java.util.Map;

/**
 * A command with its parameters: what a device is told, and what stands on it until it is told something else.
 *
 * @param command what to do
 * @param parameters how, in the units that the device declared; empty when the command took none
 */
public record Instruction(Command command, Map<Parameter, Quantity> parameters) {

    /** Copies the parameters, so that an instruction never changes. */
    public Instruction {
        parameters = Map.copyOf(parameters);
    }

    /** A command that takes no parameters, or is given none. */
    public static Instruction of(Command command) {
        return new Instruction(command, Map.of());
    }
}
