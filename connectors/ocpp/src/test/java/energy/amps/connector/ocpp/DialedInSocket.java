package energy.amps.connector.ocpp;

import energy.amps.connector.ConnectorState;
import energy.amps.connector.DialedSession;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Station;
import energy.amps.connector.Switchboard;
import energy.amps.testkit.conformance.Platform;
import energy.amps.testkit.conformance.RigDevice;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A charger's socket in memory, and the platform behind it. The charger has a thread of its own. */
final class DialedInSocket implements Station {
    private final RigDevice linked;
    private final ChargerStandIn charger;
    private final Supplier<Platform> platform;
    private final Works works;
    private final ExecutorService chargers =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private volatile Supplier<Optional<DialedSession>> dialling = Optional::empty;
    private volatile Optional<DialedSession> session = Optional.empty();
    private volatile boolean introduced;

    DialedInSocket(RigDevice linked, ChargerStandIn charger, Supplier<Platform> platform, Works works) {
        this.linked = linked;
        this.charger = charger;
        this.platform = platform;
        this.works = works;
    }

    RigDevice linked() {
        return linked;
    }

    ChargerStandIn charger() {
        return charger;
    }

    Optional<Switchboard.Line> line() {
        return session.map(open -> open::ask);
    }

    /** Does something on the charger's thread. */
    void atCharger(Consumer<ChargerStandIn> work) {
        works.run(chargers, () -> work.accept(charger));
    }

    /** Dials in to a node. */
    void dial(Supplier<DialedSession> node) {
        dialling = () -> Optional.of(node.get());
        dialAgain();
    }

    /** Dials in to the node of before, unless it is connected. */
    void dialAgain() {
        if (session.isEmpty()) {
            Optional<DialedSession> opened = dialling.get();
            session = opened;
            opened.ifPresent(open -> atCharger(box -> box.connect(open::received)));
        }
    }

    void hangUp() {
        Optional<DialedSession> before = session;
        session = Optional.empty();
        atCharger(ChargerStandIn::hangUp);
        before.ifPresent(DialedSession::closed);
    }

    @Override
    public LinkedDevice device() {
        return platform.get().linked(linked);
    }

    @Override
    public String identity() {
        return linked.found().externalId();
    }

    @Override
    public Instant now() {
        return platform.get().now();
    }

    @Override
    public boolean isIntroduced() {
        return introduced;
    }

    @Override
    public boolean introduce(String model) {
        introduced = true;
        return true;
    }

    @Override
    public ConnectorState remember(StateChange change) {
        return platform.get().remember(linked, change);
    }

    @Override
    public void saw(ReadOutcome.Reading reading) {
        // The kit reads by itself.
    }

    @Override
    public void send(String text) {
        atCharger(box -> box.receive(text));
    }

    @Override
    public void close(String reason) {
        hangUp();
    }

    @Override
    public void later(Runnable work) {
        works.run(work);
    }

    @Override
    public void complain(String what) {
        // For the operator; a charger's own complaint is an exception of it.
    }
}
