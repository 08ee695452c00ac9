package energy.amps.server.simulation;

import java.util.List;

/** A seed that went red, with all that it takes to look into it. */
final class RedSeed extends AssertionError {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    RedSeed(World world, Throwable why) {
        super(text(world, why), why);
    }

    private static String cause(Throwable why) {
        Throwable cause = why.getCause();
        return cause == null ? "" : "\n  because of " + cause + cause(cause);
    }

    private static String text(World world, Throwable why) {
        List<String> trace = world.lastSteps();
        List<String> shown = trace.subList(Math.max(0, trace.size() - SHOWN), trace.size());
        return "seed " + world.seed + " is red after " + world.steps() + " steps (trace " + world.hash() + "): "
                + why.getMessage() + cause(why) + "\n  " + String.join("\n  ", shown)
                + "\nrepeat it with: ./amps simulate --seed " + world.seed;
    }
}
