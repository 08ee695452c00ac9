package energy.amps.server.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One course of work of one node: an API call, a step of the agenda or the desk, an effect. It runs until it parks itself at
 * a point where a process may really lose the processor, and goes on when the simulation says so.
 */
final class Fiber {
    private static final ThreadLocal<Fiber> CURRENT = new ThreadLocal<>();

    /** How often it looks whether what it waits for has come. */
    private static final Duration LOOK = Duration.ofMillis(20);

    final World world;
    final SimulatedNode node;
    final String name;
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Instant wakeAt;
    private String at = "start";
    private boolean done;
    private boolean killed;
    private boolean lostAnswer;
    private boolean waited;
    private @Nullable Throwable failure;

    /** The node is no more: whatever it was doing ends here. */
    static final class NodeDied extends Error {
        private static final long serialVersionUID = 1L;

        NodeDied() {
            super("the node died", null, false, false);
        }
    }

    Fiber(SimulatedNode node, String name, Instant wakeAt, Runnable work) {
        this.world = node.world;
        this.node = node;
        this.name = name;
        this.wakeAt = wakeAt;
        Thread.ofVirtual().name(name).start(() -> run(work));
    }

    private void run(Runnable work) {
        go.acquireUninterruptibly();
        CURRENT.set(this);
        try {
            if (!killed) {
                work.run();
            }
        } catch (NodeDied e) {
            // As it should.
        } catch (Throwable t) {
            failure = t;
        } finally {
            done = true;
            back.release();
        }
    }

    /** The fibre that runs on this thread, if one does. */
    static Optional<Fiber> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Stops here until the simulation resumes it, not before {@code until}. */
    static void park(String at, Instant until) {
        current().ifPresent(fiber -> fiber.stop(at, until));
    }

    /** Waits for another fibre's word; whether it came in time. */
    static boolean awaits(CompletableFuture<?> word, Duration atMost) {
        Fiber fiber = current().orElseThrow();
        Instant end = fiber.world.now().plus(atMost);
        while (!word.isDone() && fiber.world.now().isBefore(end)) {
            fiber.waited = true;
            park("it waits for another", fiber.world.now().plus(LOOK));
        }
        return word.isDone();
    }

    private void stop(String where, Instant until) {
        at = where;
        wakeAt = until;
        back.release();
        go.acquireUninterruptibly();
        checkAlive();
    }

    void checkAlive() {
        if (killed) {
            throw new NodeDied();
        }
    }

    /** Runs it until it parks or ends. */
    void resume() {
        world.trace(node.name() + " " + name + " from " + at);
        go.release();
        back.acquireUninterruptibly();
        world.refuseRed();
        if (failure != null) {
            throw new Red(name + " of " + node.name() + " threw", failure);
        }
    }

    /** Ends it where it is. */
    void kill() {
        killed = true;
        while (!done) {
            go.release();
            back.acquireUninterruptibly();
        }
    }

    boolean isKilled() {
        return killed;
    }

    boolean isDone() {
        return done;
    }

    Instant wakeAt() {
        return wakeAt;
    }

    String at() {
        return at;
    }

    /** Whether it waited for another, so that the world went on between its asking and its being decided. */
    boolean hasWaited() {
        return waited;
    }

    /** The database went away under it. */
    void loseAnswer() {
        lostAnswer = true;
    }

    boolean hasLostAnswer() {
        return lostAnswer;
    }
}
