package energy.amps.testkit.conformance;

import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.SandboxControls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the author of a connector brings: the connector, devices before it, and a way to make them fail. Each check gets a rig
 * of its own, with devices that nobody has told anything yet, and closes it; a rig whose stand-in is dear may share it, as long
 * as it is set back.
 *
 * <p>The kit plays the platform's part: it keeps what the connector remembers, tells it the instant, holds it to its
 * time-outs. It uses a rig from one thread, but for reads that it makes in parallel.
 */
public interface Rig extends AutoCloseable {

    /** The platform that the kit plays, for a rig whose devices report by themselves; comes before anything is opened. */
    default void meets(Platform platform) {}

    /** Which of several protocols or versions this rig speaks, where a connector has a rig for each; names its rows in the table. */
    default Optional<String> variant() {
        return Optional.empty();
    }

    /** Opens the connector on this rig's devices, as a node of the platform does. Called again, it is another node. */
    Connector open();

    /**
     * The devices to try, at least one of each family that the connector serves, in a place where what they are told can be
     * seen: the car is plugged in, the battery is neither full nor empty. The same at each call.
     */
    List<RigDevice> devices();

    /** The instant at which it begins; far from the machine's, so that a connector that reads that one is found out. */
    default Instant start() {
        return Instant.parse("2026-06-02T12:00:00Z");
    }

    /** So much time goes by for the devices; the connector is told of it by the next call's instant. */
    default void pass(Duration time) {}

    /**
     * Plays a fault in calls to a device: every native call that {@code during} makes fails so, or the one that matters (what
     * is lost with {@link Fault#ANSWER_LOST} is the answer to the write), until {@link #behave}.
     */
    Play play(Fault fault, Operation during, RigDevice device);

    /** No more faults. What another controller or a scheduler has done to a device need not be undone. */
    void behave();

    /** What has come in so far, over all devices; always {@link Tally#NONE} where devices are computed. */
    Tally tally();

    /** Every text that opens something here: keys, passwords, tokens. None may be seen anywhere. */
    default Set<String> secrets() {
        return Set.of();
    }

    /** Texts and numbers of the vendor's own with which it tells its faults here; none may surface. */
    default Set<String> vendorWords() {
        return Set.of();
    }

    /** Credentials that open an account with these devices, for a connector that links accounts. */
    default Optional<Credentials> credentials() {
        return Optional.empty();
    }

    /** Credentials of the same form that open nothing. */
    default Optional<Credentials> wrongCredentials() {
        return Optional.empty();
    }

    /** The misbehaviour that each sending asks for; a simulated vendor's way to be told of faults. */
    default SandboxControls controls() {
        return SandboxControls.NONE;
    }

    /** Rules that cannot hold for this protocol, each with the reason, which is printed with the results. */
    default Map<Rule, String> excused() {
        return Map.of();
    }

    @Override
    void close();
}
