package energy.amps.connector.sandbox;

import energy.amps.command.Command;
import energy.amps.command.Instruction;
import energy.amps.command.Parameter;
import energy.amps.command.Quantity;
import energy.amps.command.Setting;
import energy.amps.command.Unit;
import energy.amps.connector.Attempt;
import energy.amps.connector.Connector;
import energy.amps.connector.ConnectorState;
import energy.amps.connector.LinkedDevice;
import energy.amps.connector.Outcome;
import energy.amps.connector.ReadOutcome;
import energy.amps.connector.SandboxControls;
import energy.amps.connector.SettingsOutcome;
import energy.amps.connector.StateChange;
import energy.amps.connector.Verdict;
import energy.amps.device.BatteryState;
import energy.amps.device.DeviceId;
import energy.amps.device.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One battery on a test clock, with the platform's part played in a few lines. */
final class Rig {

    static final Map<String, String> AT_ONCE =
            Map.of("AMPS_SANDBOX_ACCEPT_DELAY", "PT0S", "AMPS_SANDBOX_COMPLETE_DELAY", "PT0S");

    final Connector connector;
    private final String model;
    private ConnectorState state;
    private Instant now;

    private Rig(Connector connector, String model, Instant now) {
        this.connector = connector;
        this.model = model;
        this.now = now;
        this.state = connector.discover(now).stream()
                .filter(d -> d.model().equals(model))
                .findFirst()
                .orElseThrow()
                .initialState();
    }

    /** The full-featured battery behind a vendor that answers at once. */
    static Rig at(String instant) {
        return of("Sandbox Battery 10", AT_ONCE, instant);
    }

    static Rig of(String model, Map<String, String> settings, String instant) {
        return new Rig(open(settings), model, Instant.parse(instant));
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
        now = now.plus(duration);
        return this;
    }

    Rig goTo(String instant) {
        now = Instant.parse(instant);
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
            case Outcome.Accepted(StateChange change, Optional<Duration> _) -> state = change.from(state);
            case Outcome.Submitted(StateChange change, Duration _) -> state = change.from(state);
            case Outcome.Unknown(var _, String _, StateChange change) -> state = change.from(state);
            case Outcome.Rejected _ -> {}
        }
        return outcome;
    }

    Attempt attempt(Attempt.Purpose purpose, int number, SandboxControls controls) {
        return new Attempt("a", purpose, number, now, false, controls);
    }

    Rig set(Setting setting, double value, Unit unit) {
        return set(Map.of(setting, Quantity.of(value, unit)));
    }

    Rig set(Map<Setting, Quantity> settings) {
        SettingsOutcome outcome = connector.configure(device(), settings);
        state = ((SettingsOutcome.Written) outcome).change().from(state);
        return this;
    }

    /** A settings write that says what already stands: it changes nothing but where the projection begins. */
    Rig reanchor() {
        return set(Map.of(
                Setting.SAFETY_RESERVE,
                new Quantity(unrounded().plan().settings().value(Setting.SAFETY_RESERVE), Unit.PERCENT)));
    }

    LinkedDevice device() {
        return new LinkedDevice(new DeviceId("device_1"), Family.BATTERY, model, Optional.empty(), state, now);
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

    String status() {
        return battery().status().orElseThrow().wire();
    }

    Command mode() {
        return battery().currentMode().orElseThrow();
    }

    Verdict verify(Instruction instruction) {
        return connector.verify(device(), instruction, reading());
    }

    /** The battery as it is now, unrounded. */
    BatteryMoment unrounded() {
        return unroundedAt(now);
    }

    BatteryMoment unroundedAt(Instant instant) {
        return BatteryMemoryCodec.decode(state).at(instant);
    }

    ConnectorState state() {
        return state;
    }

    /** Another battery in the same place, at the same instant. */
    Rig twin() {
        Rig twin = new Rig(connector, model, now);
        twin.state = state;
        return twin;
    }

    Instant now() {
        return now;
    }
}
