package energy.amps.device;

import energy.amps.command.Execution;
import energy.amps.command.Parameter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One command that a device takes.
 *
 * @param parameters what it may be given; empty when it takes none
 * @param execution the shapes in time that it can be pushed in; never empty
 */
public record CommandCapability(Map<Parameter, ParameterCapability> parameters, Set<Execution> execution) {

    /** Copies both in the vocabulary's order, and refuses a command that could never be pushed. */
    public CommandCapability {
        Map<Parameter, ParameterCapability> ordered = new EnumMap<>(Parameter.class);
        ordered.putAll(parameters);
        parameters = Collections.unmodifiableMap(ordered);
        if (execution.isEmpty()) {
            throw new IllegalArgumentException("a command without an execution shape cannot be pushed");
        }
        execution = Collections.unmodifiableSet(EnumSet.copyOf(execution));
    }

    /** The bounds of a parameter; empty when the command does not take it. */
    public Optional<ParameterCapability> parameter(Parameter parameter) {
        return Optional.ofNullable(parameters.get(parameter));
    }
}
