package energy.amps.connector.foxess;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Account;
import energy.amps.connector.Attempt;
import energy.amps.connector.Credentials;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.Discovery;
import energy.amps.connector.LinkOutcome;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.Secret;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.Capabilities;
import energy.amps.device.DeviceId;
import energy.amps.device.SettingValue;
import energy.amps.standin.foxess.FoxEssStandIn;
import energy.amps.standin.foxess.Hardware;
import energy.amps.standin.foxess.Inverter;
import energy.amps.standin.foxess.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inverter behind the stand-in, linked; and what the platform does with a connector's answers. */
final class Rig implements AutoCloseable {
    static final String KEY = "a-key-of-the-owner";
    static final String SN = "60KE8020479C034";
    static final ZoneId LONDON = ZoneId.of("Europe/London");
    static final Instant NOON = Instant.parse("2026-06-02T12:00:00Z");

    /** As fast as the stand-in takes it: what the vendor wants kept between two calls has a test of its own. */
    static final Pacing NO_PACING = new Pacing(Duration.ZERO, Duration.ZERO);

    final TestClock clock = new TestClock(NOON);
    final FoxEssStandIn cloud = FoxEssStandIn.start(0, clock);
    final FoxEssConnector connector;
    final Inverter inverter;
    private LinkedDevice device;

    /** A clock that stands until it is moved. */
    static final class TestClock implements InstantSource {
        private volatile Instant now;

        TestClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void set(Instant instant) {
            now = instant;
        }
    }

    Rig(Hardware hardware, Duration timeout) {
        connector = FoxEssConnector.open(cloud.url(), timeout, NO_PACING);
        inverter = cloud.add(KEY, hardware);
        device = link(Optional.of(hardware.zone()));
        cloud.received();
    }

    static Rig hybrid() {
        return of(Hardware.hybrid(SN, LONDON));
    }

    static Rig evo() {
        return of(Hardware.evo(SN, LONDON));
    }

    static Rig of(Hardware hardware) {
        return new Rig(hardware, Duration.ofSeconds(20));
    }

    /** One whose operations end after a second. */
    static Rig impatient() {
        return new Rig(Hardware.hybrid(SN, LONDON), Duration.ofSeconds(1));
    }

    private LinkedDevice link(Optional<ZoneId> zone) {
        LinkOutcome opened = connector.authenticate(new Credentials.ApiKey(new Secret(KEY)), clock.instant());
        Account account = ((LinkOutcome.Authenticated) opened).account();
        Discovery found = connector.discover(account, clock.instant());
        assertThat(found).isInstanceOf(Discovery.Found.class);
        DiscoveredDevice first = ((Discovery.Found) found).devices().getFirst();
        return new LinkedDevice(
                new DeviceId("device_1"),
                first.family(),
                first.model(),
                zone,
                first.initialState(),
                clock.instant(),
                Optional.of(account),
                List.of());
    }

    /** The device as the platform hands it over now. */
    LinkedDevice device() {
        return new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                device.plantZone(),
                device.state(),
                clock.instant(),
                device.account(),
                device.neighbours());
    }

    Rig withoutZone() {
        return with(device.account(), Optional.empty());
    }

    Rig withoutKey() {
        return with(Optional.empty(), device.plantZone());
    }

    private Rig with(Optional<Account> account, Optional<ZoneId> zone) {
        device = new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                zone,
                device.state(),
                device.now(),
                account,
                device.neighbours());
        return this;
    }

    Rig at(String instant) {
        clock.set(Instant.parse(instant));
        return this;
    }

    Rig wait(String duration) {
        clock.set(clock.instant().plus(Duration.parse(duration)));
        return this;
    }

    Capabilities capabilities() {
        return connector.capabilities(device());
    }

    Outcome apply(Instruction instruction) {
        return send(instruction, Attempt.Purpose.APPLY, Optional.empty(), false);
    }

    /** The opening of a window. */
    Outcome open(Instruction instruction, String until) {
        return send(instruction, Attempt.Purpose.APPLY, Optional.of(Instant.parse(until)), false);
    }

    /** The return of a window. */
    Outcome giveBack(Instruction instruction) {
        return send(instruction, Attempt.Purpose.RETURN, Optional.empty(), false);
    }

    Outcome applyClearing(Instruction instruction) {
        return send(instruction, Attempt.Purpose.APPLY, Optional.empty(), true);
    }

    private Outcome send(
            Instruction instruction, Attempt.Purpose purpose, Optional<Instant> until, boolean clearScheduler) {
        Attempt attempt =
                new Attempt("attempt", purpose, 1, clock.instant(), until, clearScheduler, SandboxControls.NONE);
        Outcome outcome = connector.apply(device(), instruction, attempt);
        switch (outcome) {
            case Outcome.Accepted accepted -> remember(accepted.change());
            case Outcome.Submitted submitted -> remember(submitted.change());
            case Outcome.Unknown unknown -> remember(unknown.change());
            case Outcome.Rejected rejected -> {
                // Changes nothing.
            }
        }
        return outcome;
    }

    /** The account is linked again. */
    Rig renewed() {
        DiscoveredDevice found = new DiscoveredDevice(
                SN, device.model(), device.family(), link(device.plantZone()).state());
        remember(connector.renewal(found, clock.instant()));
        return this;
    }

    /** As if the platform had died before it noted what came of the last sending. */
    Rig forgetting(LinkedDevice before) {
        device = before;
        return this;
    }

    SettingsOutcome configure(Setting setting, double value, Unit unit) {
        return configure(Map.of(setting, Quantity.of(value, unit)));
    }

    SettingsOutcome configure(Map<Setting, Quantity> settings) {
        return connector.configure(device(), settings);
    }

    private void remember(StateChange change) {
        device = new LinkedDevice(
                device.id(),
                device.family(),
                device.model(),
                device.plantZone(),
                change.from(device.state()),
                device.now(),
                device.account(),
                device.neighbours());
    }

    ReadOutcome.Reading reading() {
        ReadOutcome outcome = connector.read(device());
        assertThat(outcome).isInstanceOf(ReadOutcome.Reading.class);
        return (ReadOutcome.Reading) outcome;
    }

    ReadOutcome.Unreadable unreadable() {
        ReadOutcome outcome = connector.read(device());
        assertThat(outcome).isInstanceOf(ReadOutcome.Unreadable.class);
        return (ReadOutcome.Unreadable) outcome;
    }

    BatteryState battery() {
        return (BatteryState) reading().state();
    }

    double setting(Setting setting) {
        return ((SettingValue.Numeric) reading().settings().get(setting))
                .value()
                .doubleValue();
    }

    Verdict verdict(Instruction instruction) {
        return connector.verify(device(), instruction, reading());
    }

    Inverter.View view() {
        return inverter.view(clock.instant());
    }

    /** The writes that reached the stand-in since it was last asked. */
    List<Received> writes() {
        return cloud.received().stream().filter(Received::isWrite).toList();
    }

    static Instruction charge(double target) {
        return instruction(Command.CHARGE, Map.of(Parameter.TARGET, Quantity.of(target, Unit.PERCENT)));
    }

    static Instruction discharge(double target) {
        return instruction(Command.DISCHARGE, Map.of(Parameter.TARGET, Quantity.of(target, Unit.PERCENT)));
    }

    static Instruction instruction(Command command, Map<Parameter, Quantity> parameters) {
        Map<Parameter, Quantity> ordered = new EnumMap<>(Parameter.class);
        ordered.putAll(parameters);
        return new Instruction(command, ordered);
    }

    static Instruction with(Instruction instruction, Parameter parameter, double value) {
        Map<Parameter, Quantity> parameters = new EnumMap<>(Parameter.class);
        parameters.putAll(instruction.parameters());
        parameters.put(parameter, Quantity.of(value, parameter == Parameter.POWER ? Unit.KW : Unit.PERCENT));
        return new Instruction(instruction.command(), parameters);
    }

    @Override
    public void close() {
        cloud.close();
    }
}
