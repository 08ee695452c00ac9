package energy.amps.connector.foxess;

import energy.amps.connector.Account;
import energy.amps.connector.Connector;
import energy.amps.connector.Credentials;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.Metered.Operation;
import energy.amps.connector.Secret;
import energy.amps.standin.foxess.Errno;
import energy.amps.standin.foxess.Fault;
import energy.amps.standin.foxess.FoxEssStandIn;
import energy.amps.standin.foxess.Group;
import energy.amps.standin.foxess.Hardware;
import energy.amps.standin.foxess.Inverter;
import energy.amps.standin.foxess.Received;
import energy.amps.testkit.conformance.Play;
import energy.amps.testkit.conformance.RigDevice;
import energy.amps.testkit.conformance.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud's stand-in before the kit, and an account with an inverter of each kind: the older scheduler, the newer, the older
 * on firmware without an upper bound of the level, and none. The home takes next to nothing, so that an idling battery is seen
 * to idle. What fails is the write, where there is one: what fails before it is the easier case.
 */
final class ConformanceRig implements energy.amps.testkit.conformance.Rig {
    private static final int ALWAYS = 10_000;
    private static final Duration TIMEOUT = Duration.ofMillis(1500);
    private static final double LOAD = 0.1;
    /** What an inverter shows whose mode is one of its schedule's, and whose owner wants nothing else of it. */
    private static final List<Group> OWN_USE = List.of(Group.of(0, 1439, "SelfUse", 10, 10, 5000, 100));

    private static final List<String> COMMANDS = List.of("/scheduler/enable", "/set/flag", "/setting/set");
    private static final List<String> SETTINGS = List.of("/setting/set", "/soc/set");

    private final Rig.TestClock clock = new Rig.TestClock(start());
    private final FoxEssStandIn cloud = FoxEssStandIn.start(0, clock);
    private final List<RigDevice> devices;
    private long calls;
    private long writes;

    ConformanceRig() {
        hardware().forEach(this::install);
        FoxEssConnector connector = connector();
        Account account = ((LinkOutcome.Authenticated) connector.authenticate(key(Rig.KEY), start())).account();
        devices = ((Discovery.Found) connector.discover(account, start()))
                .devices().stream()
                        .map(found -> RigDevice.of(found).through(account).in(Rig.LONDON))
                        .toList();
    }

    private void install(Hardware hardware) {
        Inverter inverter = cloud.add(Rig.KEY, hardware).home(0, LOAD, start());
        if (hardware.scheduler() == Hardware.Scheduler.NESTED) {
            inverter.schedule(true, OWN_USE, start());
        }
    }

    private static List<Hardware> hardware() {
        return List.of(
                Hardware.hybrid("60KE8020479C031", Rig.LONDON),
                Hardware.evo("60KE8020479C032", Rig.LONDON),
                older("60KE8020479C033", "H1-3.7-E", Hardware.Scheduler.PLACES),
                older("60KE8020479C034", "AC1-5.0-E", Hardware.Scheduler.NONE));
    }

    private static Hardware older(String sn, String model, Hardware.Scheduler scheduler) {
        return new Hardware(
                sn,
                model,
                "H1",
                3.68,
                5_180,
                scheduler,
                false,
                List.of("SelfUse", "Feedin", "Backup"),
                "plant-1",
                Rig.LONDON);
    }

    private FoxEssConnector connector() {
        return FoxEssConnector.open(cloud.url(), TIMEOUT, Rig.NO_PACING);
    }

    @Override
    public Connector open() {
        return connector();
    }

    @Override
    public List<RigDevice> devices() {
        return devices;
    }

    private Inverter inverter(RigDevice device) {
        return cloud.find(Rig.KEY, device.found().externalId()).orElseThrow();
    }

    @Override
    public void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    @Override
    public Play play(energy.amps.testkit.conformance.Fault fault, Operation during, RigDevice device) {
        return switch (fault) {
            case IGNORED -> failing(during, new Fault.Ignore());
            case ANSWER_LOST -> failing(during, new Fault.ApplyThenHang());
            case SILENT -> failing(during, new Fault.Hang());
            case REFUSED -> failing(during, new Fault.Refuse(Errno.UNSUPPORTED));
            case SLOW -> failing(during, new Fault.Slow(Duration.ofMillis(200)));
            case GARBAGE -> failing(during, new Fault.Garbage());
            case UNAVAILABLE -> failing(during, new Fault.Http(503));
            case CREDENTIALS_EXPIRED -> failing(during, new Fault.Refuse(Errno.EXPIRED_KEY));
            case QUOTA_GONE -> failing(during, new Fault.Refuse(Errno.QUOTA_GONE));
            case OFFLINE -> {
                inverter(device).fallSilent(clock.instant());
                yield Play.on();
            }
            case SCHEDULER -> scheduled(inverter(device));
            case DISPLACED -> displaced(inverter(device));
        };
    }

    private Play failing(Operation during, Fault fault) {
        List<String> paths =
                switch (during) {
                    case READ -> List.of("/real/query");
                    case APPLY, POLL -> COMMANDS;
                    case CONFIGURE -> SETTINGS;
                };
        paths.forEach(path -> cloud.play(path, fault, ALWAYS));
        return Play.on();
    }

    /** The owner's plan: to the grid in the afternoon, which it is. */
    private Play scheduled(Inverter inverter) {
        if (inverter.hardware().scheduler() == Hardware.Scheduler.NONE) {
            return Play.impossible("this inverter has no scheduler");
        }
        inverter.schedule(true, List.of(Group.of(720, 1019, "ForceDischarge", 20, 20, 3000, 100)), clock.instant());
        return Play.on();
    }

    /** The owner ends it in the vendor's app, and chooses another mode; another schedule would be in the way of what comes next. */
    private Play displaced(Inverter inverter) {
        if (inverter.hardware().scheduler() == Hardware.Scheduler.NESTED) {
            inverter.schedule(true, OWN_USE, clock.instant());
        } else {
            inverter.schedule(false, List.of(), clock.instant());
            inverter.workMode("Feedin", clock.instant());
        }
        return Play.on();
    }

    @Override
    public void behave() {
        cloud.behave();
        devices.forEach(device -> inverter(device).speak());
    }

    @Override
    public synchronized Tally tally() {
        for (Received received : cloud.received()) {
            calls++;
            writes += received.isWrite() ? 1 : 0;
        }
        return new Tally(calls, writes);
    }

    @Override
    public Set<String> secrets() {
        return Set.of(Rig.KEY);
    }

    @Override
    public Set<String> vendorWords() {
        return Set.of("vendor-text-", "errno", "upstream connect error");
    }

    @Override
    public Optional<Credentials> credentials() {
        return Optional.of(key(Rig.KEY));
    }

    @Override
    public Optional<Credentials> wrongCredentials() {
        return Optional.of(key("a-key-of-nobody"));
    }

    private static Credentials key(String key) {
        return new Credentials.ApiKey(new Secret(key));
    }

    @Override
    public void close() {
        cloud.close();
    }
}
