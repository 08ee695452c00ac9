package energy.amps.connector.sunspec;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Linking;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Secret;
import energy.amps.connector.sunspec.FaultyWire.Manner;
import energy.amps.testkit.conformance.Fault;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.Rig;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A hybrid inverter before the kit, behind a wire that fails as it is told. */
final class PlantRig implements Rig {
    /** Less than the connector gives a device, so that silence is over sooner; more than a slow answer takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int ILLEGAL_ADDRESS = 2;
    private static final int BUSY = 6;

    private final SimulatedPlant plant = SimulatedPlant.hybrid();
    private final J2modServer server = new J2modServer(plant);
    private final FaultyWire wire = new FaultyWire(server.port());
    private final List<RigDevice> devices = link();

    @Override
    public Connector open() {
        return new SunSpecConnector(new Lines(
                Networks.from(name -> Optional.of("127.0.0.0/8").filter(any -> name.equals(Networks.SETTING))),
                PATIENCE));
    }

    private List<RigDevice> link() {
        Linking linking = (Linking) open();
        Account account = ((LinkOutcome.Authenticated) linking.authenticate(key(wire.port()), start())).account();
        return ((Discovery.Found) linking.discover(account, start()))
                .devices().stream()
                        .map(found -> RigDevice.of(found).through(account))
                        .toList();
    }

    @Override
    public List<RigDevice> devices() {
        return devices;
    }

    @Override
    public void pass(Duration time) {
        plant.pass(time);
    }

    @Override
    public Play play(Fault fault, Operation during, RigDevice device) {
        return switch (fault) {
            case IGNORED -> fail(during, Manner.SWALLOW);
            case ANSWER_LOST -> {
                // A command is several writes, and the one of the mode puts it in force.
                wire.writesAt(
                        register -> during == Operation.CONFIGURE || register == plant.at(124, 3), Manner.DO_AND_HANG);
                yield Play.on();
            }
            case SILENT -> fail(during, Manner.HANG);
            case REFUSED -> refuse(during, ILLEGAL_ADDRESS);
            case UNAVAILABLE -> refuse(during, BUSY);
            case OFFLINE -> {
                wire.shut();
                yield Play.on();
            }
            case SLOW -> fail(during, Manner.SLOW);
            case GARBAGE -> fail(during, Manner.NOISE);
            case DISPLACED -> {
                // Somebody else demands 30 % of discharge.
                plant.turn(124, 11, -3000);
                plant.turn(124, 3, 1);
                yield Play.on();
            }
            case CREDENTIALS_EXPIRED -> Play.impossible("Modbus TCP knows no login: who reaches a device commands it");
            case QUOTA_GONE -> Play.impossible("a device does not count the calls to it");
            case SCHEDULER ->
                Play.impossible("no model tells of a device's own schedule; who else commands it is met as displaced");
        };
    }

    private Play fail(Operation during, Manner manner) {
        if (during == Operation.READ) {
            wire.reads(manner);
        } else {
            wire.writes(manner);
        }
        return Play.on();
    }

    private Play refuse(Operation during, int exception) {
        wire.refusesWith(exception);
        return fail(during, Manner.REFUSE);
    }

    @Override
    public void behave() {
        wire.open();
        wire.reads(Manner.PASS);
        wire.writes(Manner.PASS);
    }

    @Override
    public Tally tally() {
        return new Tally(wire.askers().size(), wire.written());
    }

    /** A device has numbers alone; the words are those of what lies in between. */
    @Override
    public Set<String> vendorWords() {
        return Set.of("HTTP/1.1", "refused", "reset", "xception", "timed out");
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(key(wire.port()));
    }

    @Override
    public Optional<Credentials> wrongCredentials() {
        return Optional.of(new Credentials.ApiKey(new Secret("modbus-tcp://192.0.2.1:502/1")));
    }

    private static Credentials key(int port) {
        return new Credentials.ApiKey(new Secret(House.address(port)));
    }

    @Override
    public void close() {
        wire.close();
        server.close();
    }
}
