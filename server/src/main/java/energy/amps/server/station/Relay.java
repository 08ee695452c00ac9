package energy.amps.server.station;

import energy.amps.connector.ConnectorProfile;
import energy.amps.connector.Switchboard.Line;
import energy.amps.connector.Switchboard.Reply;
import energy.amps.fault.FaultCode;
import energy.amps.server.station.CallRows.Question;
import energy.amps.server.station.StationRows.Place;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries questions to the node that holds the socket, and answers back. Thread-safe. */
final class Relay {
    /** How often a node that holds sockets looks for questions. */
    static final Duration LOOK = Duration.ofMillis(100);

    /** How often whoever asked looks for the answer. */
    static final Duration LISTEN = Duration.ofMillis(50);

    /** What the way back may take of the time that a connector has for one call. */
    static final Duration RESERVE = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final StationStore store;
    private final Ids ids;
    private final CountDownLatch closing;
    private final Timer carried;

    /** @param closing opens when the node leaves: then nobody waits any more */
    Relay(StationStore store, Ids ids, CountDownLatch closing, MeterRegistry meters) {
        this.store = store;
        this.ids = ids;
        this.closing = closing;
        this.carried = Timer.builder("amps.stations.relayed")
                .description("questions to devices whose socket another node holds")
                .publishPercentileHistogram()
                .register(meters);
    }

    /** The line to a device whose socket is elsewhere. */
    Line to(Place place, ConnectorProfile profile) {
        Duration patience = profile.callTimeout().minus(RESERVE);
        return text -> carry(new Question(place.device(), ids.next("call_"), text), place.node(), patience);
    }

    private Reply carry(Question question, String node, Duration patience) {
        long begun = System.nanoTime();
        try {
            store.put(question, node, patience);
            Optional<Reply> reply = Optional.empty();
            while (reply.isEmpty() && System.nanoTime() - begun < patience.toNanos() && !isClosing()) {
                reply = store.reply(question);
            }
            boolean untaken = store.drop(question);
            return reply.orElseGet(() ->
                    untaken ? new Reply.NotSent(FaultCode.DEVICE_OFFLINE) : new Reply.Unanswered(FaultCode.TIMEOUT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Unanswered(FaultCode.TIMEOUT);
        } catch (StoreException e) {
            log.warn("a question to a device may have been lost on its way to another node", e);
            return new Reply.Unanswered(FaultCode.SERVICE_UNAVAILABLE);
        } finally {
            carried.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private boolean isClosing() throws InterruptedException {
        return closing.await(LISTEN.toMillis(), TimeUnit.MILLISECONDS);
    }
}
