package energy.amps.faulttests.loop;

import energy.amps.faulttests.harness.Answer;
import energy.amps.faulttests.harness.Client;
import energy.amps.faulttests.harness.Site;
import energy.amps.testkit.process.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One node at a time, each a process of its own behind a proxy to the database, which sends it SIGKILL when its step comes.
 * The next one comes up at once, and can do nothing for the dead one until that one's lease has lapsed. Time is real.
 */
final class KillArena implements AutoCloseable {
    final Site site;
    final Faults faults = new Faults();
    private Duration shift = Duration.ZERO;
    private int lives;
    private DatabaseProxy proxy;
    private volatile NodeProcess node;
    private Client client;

    KillArena(Site site) {
        this.site = site;
        proxy = open();
        node = start(proxy);
        client = site.client(node);
    }

    private DatabaseProxy open() {
        try {
            return DatabaseProxy.open(site.postgres().server().port(), faults, () -> node.process()
                    .kill());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the shortest lease there may be, so that its heir need not wait long. */
    private NodeProcess start(DatabaseProxy behind) {
        lives++;
        return NodeProcess.start(site.plan("node-" + lives)
                .with("AMPS_DATABASE_URL", site.address(behind.port()).jdbcUrl())
                .with("AMPS_CLOCK_SHIFT", shift.toString())
                .with("AMPS_LEASE", "PT2S")
                .with("AMPS_AGENDA_TICK", "PT0.05S")
                .with("AMPS_DRAIN", "PT0S"));
    }

    /** Whether the node has been killed. */
    boolean isDead() {
        return proxy.isDead();
    }

    /** SIGKILL, now. */
    void kill() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another node takes the place of the one that was killed. */
    void replace() {
        replace(Duration.ZERO);
    }

    /** The same, its clock that far ahead. */
    void replace(Duration ahead) {
        shift = ahead;
        kill();
        client.close();
        node.close();
        proxy = open();
        node = start(proxy);
        client = site.client(node);
    }

    /** Pushes to a battery under an {@code Idempotency-Key}, an hour ahead; empty when the node was gone before it answered. */
    Optional<Answer> push(String key, String device) {
        try {
            return Optional.of(
                    client.post("/battery/" + device, key, "{\"action\":{\"command\":\"charge\",\"start\":\"60m\"}}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Pushes to a battery; whether it was answered that the push is accepted, or the node was gone before it answered. */
    Operation.Reply push(String device, Optional<Instant> start, Optional<Instant> end) {
        try {
            Answer answer = client.push(device, "charge", start, end);
            if (answer.status() != 202) {
                throw new AssertionError("not accepted: " + answer);
            }
            return Operation.Reply.ACCEPTED;
        } catch (IOException e) {
            return Operation.Reply.NONE;
        }
    }

    /** Stops the node in good order. */
    @Override
    public void close() {
        client.close();
        node.close();
        kill();
    }
}
