package energy.amps.testkit.conformance;

import java.util.function.Supplier;

/**
 * One check of one rule.
 *
 * @param rule which rule
 * @param name what is tried
 * @param device on which of the rig's devices, by its place
 * @param body tries it
 */
record Check(Rule rule, String name, int device, Body body) {

    /** Tries something with a rig of its own, and throws {@link Broken} when a rule is not kept. */
    @FunctionalInterface
    interface Body {
        void run(Trial trial, RigDevice device);
    }

    /** Runs it on a new rig. */
    void run(Supplier<Rig> rigs) {
        try (Trial trial = new Trial(rigs)) {
            body.run(trial, trial.rig().devices().get(device));
        } catch (Broken broken) {
            throw broken.in(name);
        }
    }
}
