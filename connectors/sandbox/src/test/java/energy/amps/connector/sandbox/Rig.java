package energy.amps.connector.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.Chapter;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.DiscoveredDevice;
import energy.amps.connector.History;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Neighbour;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.Sample;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.DeviceId;
import energy.amps.device.EvChargerState;
import energy.amps.device.Family;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One device of an account on a test clock, among its neighbours, with the platform's part played in a few lines. */
final class Rig {

    static final Map<String, String> AT_ONCE =
            Map.of("AMPS_SANDBOX_ACCEPT_DELAY", "PT0S", "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S");

    final Connector connector;
    private final DiscoveredDevice focus;
    private final World world;
    private final List<Chapter> chapters = new ArrayList<>();

    /** All that the account holds, and its clock. */
    private static final class World {
        private final List<DiscoveredDevice> devices;
        private final Map<String, ConnectorState> states = new HashMap<>();
        private final Checkpoints checkpoints = new Checkpoints();
        private Instant now;
        private Optional<ZoneId> zone = Optional.empty();

        World(List<DiscoveredDevice> devices, Instant now) {
            this.devices = devices;
            this.now = now;
            devices.forEach(device -> states.put(device.model(), device.initialState()));
        }
    }

    private Rig(Connector connector, World world, String model) {
        this.connector = connector;
        this.world = world;
        this.focus = world.devices.stream()
                .filter(d -> d.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    /** Any device of an account with traits, behind a vendor that answers at once. */
    static Rig with(Set<Trait> traits, String model, String instant) {
        Instant now = Instant.parse(instant);
        return new Rig(open(AT_ONCE), new World(Homes.devices(traits, now), now), model);
    }

    /** The same account seen at another of its devices: one clock, one past. */
    Rig at(Family family, String model) {
        Rig other = new Rig(connector, world, model);
        assertThat(other.focus.family()).isEqualTo(family);
        return other;
    }

    /** The full-featured battery behind a vendor that answers at once. */
    static Rig at(String instant) {
        return of("Sandbox Battery 10", AT_ONCE, instant);
    }

    static Rig of(String model, Map<String, String> settings, String instant) {
        Connector connector = open(settings);
        Instant now = Instant.parse(instant);
        return new Rig(connector, new World(connector.discover(now), now), model);
    }

    static Connector open(Map<String, String> settings) {
        return new SandboxConnectorProvider().open(name -> Optional.ofNullable(settings.get(name)));
    }

    static Instruction charge(Object... parameters) {
        return instruction(Command.CHARGE, parameters);
    }

    static Instruction discharge(Object... parameters) {
        return instruction(Command.DISCHARGE, parameters);
    }

    /** Parameters as pairs of {@link Parameter} and number, in the units of a battery. */
    static Instruction instruction(Command command, Object... parameters) {
        Map<Parameter, Quantity> map = new EnumMap<>(Parameter.class);
        for (int i = 0; i < parameters.length; i += 2) {
            Parameter parameter = (Parameter) parameters[i];
            double value = ((Number) parameters[i + 1]).doubleValue();
            map.put(parameter, Quantity.of(value, parameter == Parameter.POWER ? Unit.KW : Unit.PERCENT));
        }
        return new Instruction(command, map);
    }

    Rig wait(String duration) {
        return wait(Duration.parse(duration));
    }

    Rig wait(Duration duration) {
        world.now = world.now.plus(duration);
        return this;
    }

    Rig goTo(String instant) {
        world.now = Instant.parse(instant);
        return this;
    }

    Rig push(Instruction instruction) {
        apply(instruction, attempt(Attempt.Purpose.APPLY, 1, SandboxControls.NONE));
        return this;
    }

    /** The return of a window. */
    Rig giveBack(Instruction instruction) {
        apply(instruction, attempt(Attempt.Purpose.RETURN, 1, SandboxControls.NONE));
        return this;
    }

    Outcome apply(Instruction instruction, Attempt attempt) {
        Outcome outcome = connector.apply(device(), instruction, attempt);
        switch (outcome) {
            case Outcome.Accepted(StateChange change, Optional<Duration> _) -> become(change);
            case Outcome.Submitted(StateChange change, Duration _) -> become(change);
            case Outcome.Unknown(var _, String _, StateChange change) -> become(change);
            case Outcome.Rejected _ -> {}
        }
        return outcome;
    }

    Attempt attempt(Attempt.Purpose purpose, int number, SandboxControls controls) {
        return new Attempt("a", purpose, number, world.now, false, controls);
    }

    Rig set(Setting setting, double value, Unit unit) {
        return set(Map.of(setting, Quantity.of(value, unit)));
    }

    Rig set(Map<Setting, Quantity> settings) {
        SettingsOutcome outcome = connector.configure(device(), settings);
        become(((SettingsOutcome.Written) outcome).change());
        return this;
    }

    /** A settings write that says what already stands: it changes nothing but where the projection begins. */
    Rig reanchor() {
        return set(Map.of(
                Setting.SAFETY_RESERVE,
                new Quantity(unrounded().plan().settings().value(Setting.SAFETY_RESERVE), Unit.PERCENT)));
    }

    Rig zone(String zone) {
        world.zone = Optional.of(ZoneId.of(zone));
        return this;
    }

    private void become(StateChange change) {
        ConnectorState next = change.from(state());
        chapters.addAll(next.closed());
        assertThat(next.text()).hasSizeLessThan(16 * 1024);
        next.closed().forEach(chapter -> assertThat(chapter.text()).hasSizeLessThan(16 * 1024));
        world.states.put(focus.model(), next.withoutClosed());
    }

    LinkedDevice device() {
        return device(world.now);
    }

    private LinkedDevice device(Instant now) {
        List<Neighbour> neighbours = world.devices.stream()
                .filter(d -> focus.sees().contains(d.family()) && !d.equals(focus))
                .map(d -> new Neighbour(id(d), d.family(), d.model(), state(d)))
                .toList();
        return new LinkedDevice(id(focus), focus.family(), focus.model(), world.zone, state(), now, neighbours);
    }

    private static DeviceId id(DiscoveredDevice device) {
        return new DeviceId("device_" + device.externalId());
    }

    private ConnectorState state(DiscoveredDevice device) {
        return Objects.requireNonNull(world.states.get(device.model()));
    }

    ReadOutcome.Reading reading() {
        return (ReadOutcome.Reading) connector.read(device());
    }

    BatteryState battery() {
        return (BatteryState) reading().state();
    }

    double level() {
        return battery().level().orElseThrow().percent();
    }

    double chargeRate() {
        return battery().chargeRate().orElseThrow().kilowatts();
    }

    /** What a charger gives, kW. */
    double chargingPower() {
        return ((EvChargerState) reading().state()).power().orElseThrow().kilowatts();
    }

    String status() {
        return battery().status().orElseThrow().wire();
    }

    Command mode() {
        return battery().currentMode().orElseThrow();
    }

    Verdict verify(Instruction instruction) {
        return connector.verify(device(), instruction, reading());
    }

    /** The device as it is now, unrounded. */
    Moment unrounded() {
        return unroundedAt(world.now);
    }

    Moment unroundedAt(Instant instant) {
        return unroundedAt(instant, world.checkpoints);
    }

    /** A battery, unrounded. */
    record Moment(BatteryPlan plan, double level, double power) {}

    Moment unroundedAt(Instant instant, Checkpoints checkpoints) {
        Memory<Level> memory = MemoryReader.read(state(), BatteryHardware::of);
        BatteryModel model = ((BatteryHardware) memory.hardware()).model();
        Surroundings around = Surroundings.of(device(instant), model.home(), checkpoints);
        Memory<Level> now = memory.through(instant, around);
        Flow<Level> flow = now.at(instant, around);
        return new Moment(new BatteryPlan(model, now.terms()), flow.state().percent(), flow.power());
    }

    /** What the home has left over beside its battery, kW. */
    double surplus() {
        Home home =
                BatteryModel.of(MemoryReader.modelKey(state())).orElseThrow().home();
        Surroundings around = Surroundings.of(device(), home, new Checkpoints());
        return new Site(around, Seconds.of(world.now)).surplus();
    }

    /** What the device did over intervals, with all that it closed. */
    List<Sample> samples(List<Instant> edges) {
        return ((History) connector).samples(device(), new History.Past(chapters, List.of()), edges);
    }

    ConnectorState state() {
        return state(focus);
    }

    List<Chapter> chapters() {
        return List.copyOf(chapters);
    }

    /** Another account in the same place, at the same instant. */
    Rig twin() {
        World copy = new World(world.devices, world.now);
        copy.states.putAll(world.states);
        copy.zone = world.zone;
        Rig twin = new Rig(connector, copy, focus.model());
        twin.chapters.addAll(chapters);
        return twin;
    }

    Instant now() {
        return world.now;
    }
}
