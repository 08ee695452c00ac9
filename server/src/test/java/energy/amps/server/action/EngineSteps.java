package energy.amps.server.action;

import energy.amps.command.Instruction;
import energy.amps.server.store.ActionState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's single steps and the words of its rows, for whoever drives a node without its threads. */
public final class EngineSteps {
    public static final Duration SETTLE_LIMIT = EngineRules.SETTLE_LIMIT;
    public static final Duration RETURN_LIMIT = EngineRules.RETURN_LIMIT;
    public static final int QUEUE_LIMIT = EngineRules.QUEUE_LIMIT;
    public static final int MOST_SENDINGS = EngineRules.MOST_SENDINGS;

    private EngineSteps() {}

    public static int lines(Lifecycle lifecycle) {
        return lifecycle.desk().size();
    }

    public static boolean hasWork(Lifecycle lifecycle, int line) {
        return !lifecycle.desk().isEmpty(line);
    }

    /** Tries once to commit what waits in a line; false when it must be tried again. */
    public static boolean commit(Lifecycle lifecycle, int line) {
        return lifecycle.desk().commitNext(line);
    }

    /** Whether one row may follow the other in the engine's own table. */
    public static boolean mayFollow(String state, String stage, String nextState, String nextStage) {
        return (state.equals(nextState) || Stage.next(stateOf(state)).contains(stateOf(nextState)))
                && (stage.equals(nextStage) || Stage.of(stage).next().contains(Stage.of(nextStage)));
    }

    public static Optional<Instruction> instruction(@Nullable String command, @Nullable String parameters) {
        return command == null
                ? Optional.empty()
                : ActionJson.instruction(Optional.of(command), Optional.of(parameters == null ? "{}" : parameters));
    }

    private static ActionState stateOf(String wire) {
        return ActionState.of(wire).orElseThrow();
    }
}
