package energy.amps.server.station;

import energy.amps.connector.DialedSession;
import energy.amps.connector.DialsIn;
import energy.amps.connector.Switchboard;
import energy.amps.device.DeviceId;
import energy.amps.fault.FaultCode;
import energy.amps.server.device.Connectors;
import energy.amps.server.device.Witness;
import energy.amps.server.station.CallRows.Question;
import energy.amps.server.station.StationRows.Expected;
import energy.amps.server.station.StationRows.Held;
import energy.amps.server.store.Database;
import energy.amps.server.store.Ids;
import energy.amps.server.store.StoreException;
import energy.amps.server.tenant.TenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices that have dialled in to this node, and the way to those that are elsewhere. Thread-safe. */
public final class Stations implements Switchboard, AutoCloseable {
    /** How often every socket is asked for a sign of life. */
    public static final Duration PING = Duration.ofSeconds(30);

    /** How often a node compares what it holds with what the database says. */
    public static final Duration ROUND = Duration.ofSeconds(5);

    /** Questions that nobody took are forgotten after it. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Stations.class);

    private final StationStore store;
    private final Connectors connectors;
    private final Witness witness;
    private final Tally tally;
    private final Map<DeviceId, Dialled> here = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Relay relay;
    private volatile boolean leaving;

    /**
     * What it stands on.
     *
     * @param database the store
     * @param platform the platform's time
     * @param clock the tenants' time
     * @param ids makes the ids of questions
     * @param node this node's id
     * @param meters where it counts
     */
    public record Parts(
            Database database, InstantSource platform, TenantClock clock, Ids ids, String node, MeterRegistry meters) {}

    /** @param witness is told what devices showed */
    public Stations(Parts parts, Connectors connectors, Witness witness) {
        this.store = new StationStore(parts.database(), parts.platform(), parts.clock(), parts.node());
        this.connectors = connectors;
        this.witness = witness;
        this.tally = new Tally(parts.meters());
        this.relay = new Relay(store, parts.ids(), closing, parts.meters());
        parts.meters().gaugeMapSize("amps.stations.connected", List.of(), here);
        for (String vendor : connectors.vendors()) {
            if (connectors.of(vendor) instanceof DialsIn dialsIn) {
                dialsIn.reachThrough(this);
            }
        }
    }

    /** Takes up work, in threads of its own. */
    public void start() {
        threads.execute(this::takeQuestions);
        threads.execute(this::makeRounds);
        threads.execute(this::pingAll);
    }

    /** Whether that caller may come in; who may not learns nothing of why. */
    public Optional<Admission> admit(Caller caller) {
        Optional<Admission> admission = leaving
                ? Optional.empty()
                : store.expected(caller)
                        .filter(expected -> expected.admits(caller))
                        .flatMap(e -> admission(e, caller));
        if (admission.isEmpty()) {
            tally.refused();
        }
        return admission;
    }

    private Optional<Admission> admission(Expected expected, Caller caller) {
        return connectors
                .find(expected.vendor())
                .flatMap(connector -> connector instanceof DialsIn dialsIn ? Optional.of(dialsIn) : Optional.empty())
                .map(dialsIn -> new Entry(expected, caller, dialsIn));
    }

    /** A way in. */
    private final class Entry implements Admission {
        private final Expected expected;
        private final Caller caller;
        private final DialsIn connector;

        private Entry(Expected expected, Caller caller, DialsIn connector) {
            this.expected = expected;
            this.caller = caller;
            this.connector = connector;
        }

        @Override
        public Optional<String> subprotocol() {
            return connector.subprotocols().stream()
                    .filter(caller.subprotocols()::contains)
                    .findFirst();
        }

        @Override
        public Conversation begin(Wire wire) {
            Dialled dialled = new Dialled(
                    expected.device(),
                    caller,
                    expected.identity().isPresent(),
                    wire,
                    new Dialled.Parts(store, witness, threads, tally, Stations.this::gone));
            long number = store.connected(expected.device())
                    .orElseThrow(() -> new IllegalStateException("the device went while it dialled"));
            DialedSession session = connector.open(dialled, subprotocol().orElseThrow());
            dialled.speaks(session, number);
            Dialled before = here.put(expected.device().device(), dialled);
            if (before != null) {
                tally.dropped("replaced");
                before.end(Dialled.POLICY, "a newer connection took its place");
            }
            if (leaving) {
                dialled.end(Dialled.GOING_AWAY, "leaving");
            }
            return dialled;
        }
    }

    private void gone(Dialled dialled) {
        here.remove(dialled.key().device(), dialled);
        try {
            store.away(dialled.key(), dialled.number());
        } catch (StoreException e) {
            log.warn("could not note that a device went away; the next round does", e);
        }
    }

    @Override
    public Optional<Line> line(DeviceId device) {
        Dialled local = here.get(device);
        if (local != null && !local.isOver()) {
            return Optional.of(local.session()::ask);
        }
        return store.place(device)
                .filter(place -> !place.node().equals(store.node()))
                .map(place -> relay.to(place, connectors.of(place.vendor()).profile()));
    }

    private void takeQuestions() {
        while (!waits(Relay.LOOK)) {
            // A node without sockets is asked nothing.
            if (!here.isEmpty()) {
                takeOnce();
            }
        }
    }

    private void takeOnce() {
        try {
            store.take().forEach(question -> threads.execute(() -> answer(question)));
        } catch (StoreException e) {
            log.warn("could not look for questions to devices; trying again", e);
        }
    }

    private void answer(Question question) {
        Dialled local = here.get(question.device().device());
        Reply reply;
        try {
            reply = local == null
                    ? new Reply.NotSent(FaultCode.DEVICE_OFFLINE)
                    : local.session().ask(question.text());
        } catch (RuntimeException e) {
            log.error("a question to {} failed", question.device().device(), e);
            reply = new Reply.Unanswered(FaultCode.UNKNOWN_ERROR);
        }
        try {
            store.answer(question, reply);
        } catch (StoreException e) {
            log.warn("could not carry an answer of {} back", question.device().device(), e);
        }
    }

    private void makeRounds() {
        while (!waits(ROUND)) {
            try {
                round();
            } catch (StoreException e) {
                log.warn("could not compare the sockets here with the database; trying again", e);
            }
        }
    }

    /** What is open here, and is not ours any more, is closed: a newer socket is elsewhere, or the device is unlinked. */
    void round() {
        List<Dialled> open = List.copyOf(here.values());
        if (!open.isEmpty()) {
            Map<DeviceId, Long> ours =
                    store.held().stream().collect(Collectors.toMap(Held::device, Held::session, Math::max));
            for (Dialled dialled : open) {
                Long number = ours.get(dialled.key().device());
                if (number == null || number != dialled.number()) {
                    tally.dropped("replaced");
                    dialled.end(Dialled.POLICY, "this connection is no longer the one that counts");
                }
            }
        }
        store.freeOfTheDead();
        store.forget(KEPT);
    }

    private void pingAll() {
        while (!waits(PING)) {
            // Each by itself: one that does not read must not keep the others waiting.
            here.values().forEach(dialled -> threads.execute(dialled::ping));
        }
    }

    /** Waits that long; gives whether the node leaves meanwhile. */
    private boolean waits(Duration duration) {
        try {
            return closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Admits nobody more, and asks everybody to dial in elsewhere. */
    public void leave() {
        leaving = true;
        List<Dialled> open = List.copyOf(here.values());
        open.forEach(dialled -> {
            tally.dropped("leaving");
            threads.execute(() -> dialled.end(Dialled.GOING_AWAY, "this node is leaving; dial in again"));
        });
    }

    @Override
    public void close() {
        leave();
        closing.countDown();
        threads.close();
        try {
            store.leave();
        } catch (StoreException e) {
            log.warn("could not sign off this node's sockets; they are freed with its lease", e);
        }
    }
}
