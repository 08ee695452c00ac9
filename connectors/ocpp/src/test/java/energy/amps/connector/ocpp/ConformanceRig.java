package energy.amps.connector.ocpp;

import energy.amps.connector.Connector;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Switchboard;
import energy.amps.device.DeviceId;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Platform;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.Rig;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connector before the kit, with two chargers that dial in: at one a session is on, at the other a vehicle waits. The sockets
 * are in memory; a second connector reaches them through the switchboard, as another node does.
 */
final class ConformanceRig implements Rig, Switchboard {
    /** How long a charger may take to answer. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final OcppVersion version;
    private final Works works = new Works();
    private final List<DialedInSocket> sockets;
    private @Nullable Platform platform;
    private boolean dialled;

    ConformanceRig(OcppVersion version) {
        this.version = version;
        this.sockets = Stream.of(true, false).map(this::socket).toList();
    }

    private DialedInSocket socket(boolean charging) {
        DiscoveredDevice expected =
                new OcppConnector(PATIENCE).expected(charging ? "station_charging" : "station_waiting");
        Supplier<Instant> clock = () -> platform().now();
        return new DialedInSocket(
                RigDevice.of(expected),
                version == OcppVersion.V1_6
                        ? new ChargePointStandIn(clock, charging)
                        : new ChargingStationStandIn(clock, charging),
                this::platform,
                works);
    }

    private Platform platform() {
        return Objects.requireNonNull(platform);
    }

    @Override
    public void meets(Platform meeting) {
        platform = meeting;
    }

    /** The first node is where the chargers dial in. */
    @Override
    public Connector open() {
        OcppConnector node = new OcppConnector(PATIENCE);
        node.reachThrough(this);
        if (!dialled) {
            dialled = true;
            sockets.forEach(socket -> socket.dial(() -> node.open(socket, version.subprotocol())));
            works.settle();
            pass(Duration.ZERO);
        }
        return node;
    }

    @Override
    public Optional<Line> line(DeviceId device) {
        return sockets.stream()
                .filter(socket -> socket.linked().id().equals(device))
                .findFirst()
                .flatMap(DialedInSocket::line);
    }

    @Override
    public Optional<String> variant() {
        return Optional.of(version.subprotocol().substring("ocpp".length()));
    }

    @Override
    public List<RigDevice> devices() {
        return sockets.stream().map(DialedInSocket::linked).toList();
    }

    /** What was told takes effect; then time goes by. */
    @Override
    public void pass(Duration time) {
        for (DialedInSocket socket : sockets) {
            socket.atCharger(ChargerStandIn::tick);
        }
        works.settle();
        for (DialedInSocket socket : sockets) {
            socket.atCharger(charger -> {
                charger.tick();
                charger.elapse(time);
            });
        }
        works.settle();
    }

    @Override
    public Play play(Fault fault, Operation during, RigDevice device) {
        DialedInSocket socket = sockets.get(devices().indexOf(device));
        if (fault == Fault.OFFLINE) {
            socket.hangUp();
            return Play.on();
        }
        if (during == Operation.READ) {
            return Play.impossible("nothing is asked of a charger for a read: it shows what the charger reported last");
        }
        return switch (fault) {
            case UNAVAILABLE -> Play.impossible("no vendor stands between: the charger itself answers");
            case CREDENTIALS_EXPIRED ->
                Play.impossible("the charger shows credentials to the platform; the platform shows it none");
            case QUOTA_GONE -> Play.impossible("the protocol has no quota");
            case SCHEDULER -> Play.impossible("the protocol has no scheduler of the charger's own");
            case IGNORED -> during == Operation.CONFIGURE ? unseen() : playing(socket, fault);
            case DISPLACED -> {
                socket.atCharger(ChargerStandIn::liftLimits);
                yield Play.on();
            }
            case ANSWER_LOST, SILENT, REFUSED, SLOW, GARBAGE -> playing(socket, fault);
            case OFFLINE -> throw new IllegalStateException("played above");
        };
    }

    private static Play unseen() {
        return Play.impossible(
                "the setting is kept by the connector, and goes into every limit that the charger is told;"
                        + " whether the charger keeps to a limit is seen of commands, by its meter");
    }

    private static Play playing(DialedInSocket socket, Fault fault) {
        socket.charger().play(Optional.of(fault));
        return Play.on();
    }

    @Override
    public void behave() {
        for (DialedInSocket socket : sockets) {
            socket.charger().play(Optional.empty());
            socket.dialAgain();
        }
        works.settle();
    }

    @Override
    public Tally tally() {
        return sockets.stream()
                .map(socket -> socket.charger().tally())
                .reduce(
                        Tally.NONE,
                        (one, other) -> new Tally(one.calls() + other.calls(), one.writes() + other.writes()));
    }

    @Override
    public Set<String> vendorWords() {
        return Set.of(ChargerStandIn.OWN_WORDS, "InternalError", "SuspendedEVSE");
    }

    @Override
    public void close() {
        sockets.forEach(DialedInSocket::hangUp);
        works.close();
    }
}
