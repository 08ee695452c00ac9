package energy.amps.testkit.conformance;

import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Metered;
import energy.amps.connector.Metered.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to a connector, made as the platform makes them, and looked at from outside. */
final class Calls {
    /** How long a connector that was interrupted may take to come back before it is said to hang. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final Rig rig;
    private final Connector connector;
    private final Texts texts;

    Calls(Rig rig, Connector connector, Texts texts) {
        this.rig = rig;
        this.connector = connector;
        this.texts = texts;
    }

    /**
     * A call that may reach the vendor.
     *
     * @param noAnswer what the platform takes in place of an answer that did not come in time
     */
    <T> T vendor(Operation operation, LinkedDevice device, Callable<T> call, T noAnswer) {
        Tally before = rig.tally();
        Optional<T> answer = isComputed()
                ? Optional.of(answered(operation.name(), call))
                : within(connector.profile().callTimeout(), operation.name(), call);
        Tally cost = rig.tally().since(before);
        if (isComputed()) {
            Broken.unless(cost.equals(Tally.NONE), Rule.METERED, operation + " of computed devices made native calls");
        }
        if (connector instanceof Metered metered) {
            int declared = metered.calls(operation, device);
            Broken.unless(
                    cost.calls() <= declared,
                    Rule.METERED,
                    operation + " made " + cost.calls() + " native calls and declares at most " + declared);
        }
        T value = answer.orElse(noAnswer);
        texts.hold("the answer of " + operation, value.toString());
        return value;
    }

    /** A call that must not reach the vendor. */
    <T> T silent(Rule rule, String what, Callable<T> call) {
        Tally before = rig.tally();
        T value = answered(what, call);
        Broken.unless(rig.tally().equals(before), rule, what + " made a native call");
        texts.hold("the answer of " + what, value.toString());
        return value;
    }

    /** Any other call. */
    <T> T answered(String what, Callable<T> call) {
        try {
            T value = call.call();
            Broken.unless(value != null, Rule.ANSWERS, what + " answered null");
            return value;
        } catch (Exception e) {
            throw new Broken(Rule.ANSWERS, what + " threw " + e, e);
        }
    }

    /** Starts a call on a thread of its own, to be looked at and interrupted. */
    <T> Running<T> start(String what, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(() -> answered(what, call));
        return new Running<>(what, task, Thread.ofVirtual().name("call-" + what).start(task));
    }

    private <T> Optional<T> within(Duration limit, String what, Callable<T> call) {
        Running<T> running = start(what, call);
        Optional<T> answer = running.await(limit);
        if (answer.isEmpty()) {
            running.interrupt();
        }
        return answer;
    }

    private boolean isComputed() {
        return connector.profile().retrieval() == ConnectorProfile.Retrieval.PROJECTION;
    }

    /**
     * A call under way.
     *
     * @param what what is called
     * @param task its answer to come
     * @param thread where it runs
     * @param <T> the answer
     */
    record Running<T>(String what, FutureTask<T> task, Thread thread) {

        /** Its answer, if it comes in time. */
        Optional<T> await(Duration limit) {
            try {
                return Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Broken broken) {
                    throw broken;
                }
                throw new Broken(Rule.ANSWERS, what + " threw " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a connector was called", e);
            }
        }

        /** Interrupts it, as the platform does beyond the time-out; it has to end. */
        T interrupt() {
            thread.interrupt();
            return await(GRACE)
                    .orElseThrow(() -> new Broken(
                            Rule.INTERRUPT, what + " had not come back " + GRACE + " after it was interrupted"));
        }
    }
}
